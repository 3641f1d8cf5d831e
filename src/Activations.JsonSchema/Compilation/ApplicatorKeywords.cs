using System.Text.Json;
using Activations.JsonSchema.Keywords;

namespace Activations.JsonSchema.Compilation;

/// <summary>Compiles the keywords that apply schemas to the same instance (core §10.2).</summary>
internal static class ApplicatorKeywords
{
    public static void Add(SchemaSource source, List<Keyword> keywords)
    {
        if (source.List("allOf", inPlace: true) is { } all)
            keywords.Add(new AllOfKeyword(source.Site("allOf"), all));
        if (source.List("anyOf", inPlace: true) is { } any)
            keywords.Add(new AnyOfKeyword(source.Site("anyOf"), any));
        if (source.List("oneOf", inPlace: true) is { } one)
            keywords.Add(new OneOfKeyword(source.Site("oneOf"), one));
        if (source.Branch("not") is { } negated)
            keywords.Add(new NotKeyword(source.Site("not"), negated, NotMessage(source)));
        if (source.Branch("if") is { } condition)
            keywords.Add(new IfKeyword(source.Site("if"), condition, source.Branch("then"), source.Branch("else")));
    }

    private static string NotMessage(SchemaSource source)
    {
        source.TryGet(Vocabularies.Applicator, "not", out var schema);
        if (schema.ValueKind == JsonValueKind.True)
            return "is not allowed";
        if (schema.ValueKind != JsonValueKind.Object || schema.GetPropertyCount() != 1)
            return "must not match the schema under 'not'";

        var only = schema.EnumerateObject().First();
        return SchemaObject.Name(only) switch
        {
            "type" => $"must not be {ValidationKeywords.Describe(only.Value)}",
            "const" => $"must not be {Wording.Value(only.Value)}",
            "enum" when only.Value.ValueKind == JsonValueKind.Array => $"must not be any of {Wording.Values(only.Value)}",
            "pattern" => $"must not match the pattern {SchemaObject.Text(only.Value)}",
            "required" => $"must not have all of the properties {Wording.Values(only.Value)}",
            _ => "must not match the schema under 'not'",
        };
    }
}
