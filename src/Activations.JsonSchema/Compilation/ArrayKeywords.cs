using System.Text.Json;
using Activations.JsonSchema.Keywords;

namespace Activations.JsonSchema.Compilation;

/// <summary>Compiles the keywords that apply schemas to items (core §10.3.1, §11.2).</summary>
internal static class ArrayKeywords
{
    public static void Add(SchemaSource source, List<Keyword> keywords)
    {
        var items = source.IsDraft07 ? ItemsOfDraft07(source) : Items(source);
        if (items is not null)
            keywords.Add(items);
        if (source.Child(Vocabularies.Applicator, "contains") is { } contained)
            keywords.Add(Contains(source, contained));
        if (!source.IsDraft07 && source.Child(Vocabularies.Unevaluated, "unevaluatedItems") is { } unevaluated)
            keywords.Add(new UnevaluatedItemsKeyword(source.Site("unevaluatedItems"), unevaluated));
    }

    private static ItemsKeyword? Items(SchemaSource source)
    {
        var prefix = source.List("prefixItems", inPlace: false);
        var rest = source.Child(Vocabularies.Applicator, "items");
        return prefix is null && rest is null ? null : new ItemsKeyword(source.Site("items"), prefix ?? [], rest);
    }

    // draft-07 validation §6.4.1, §6.4.2: additionalItems counts only beside an array of schemas.
    private static ItemsKeyword? ItemsOfDraft07(SchemaSource source)
    {
        if (!source.TryGet(Vocabularies.Applicator, "items", out var items))
            return null;
        if (items.ValueKind != JsonValueKind.Array)
            return new ItemsKeyword(source.Site("items"), [], source.Child(Vocabularies.Applicator, "items"));

        var prefix = items.GetArrayLength() == 0 ? [] : source.List("items", inPlace: false);
        return new ItemsKeyword(source.Site("items"), prefix!, source.Child(Vocabularies.Applicator, "additionalItems"));
    }

    private static ContainsKeyword Contains(SchemaSource source, Subschema contained)
    {
        var least = source.IsDraft07 ? null : source.Size(Vocabularies.Validation, "minContains");
        var most = source.IsDraft07 ? null : source.Size(Vocabularies.Validation, "maxContains");
        return new ContainsKeyword(
            contained,
            new ContainsKeyword.Bound(source.Site(least is null ? "contains" : "minContains"), least ?? 1),
            most is null ? null : new ContainsKeyword.Bound(source.Site("maxContains"), most.Value));
    }
}
