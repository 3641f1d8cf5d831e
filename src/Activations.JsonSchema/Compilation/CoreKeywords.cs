using System.Text.Json;
using Activations.JsonSchema.Formats;
using Activations.JsonSchema.Keywords;

namespace Activations.JsonSchema.Compilation;

/// <summary>The keywords of the core vocabulary (core §8) that are left after indexing: references, and what only has to be well-formed.</summary>
internal static class CoreKeywords
{
    public static void Add(SchemaSource source, List<Keyword> keywords)
    {
        if (ReferenceIn(source, "$ref") is { } reference)
            keywords.Add(new RefKeyword(source.Site("$ref"), source.Reference("$ref", source.Resolve("$ref", reference))));
        if (source.IsDraft07)
            return;

        if (ReferenceIn(source, "$dynamicRef") is { } dynamicReference)
            keywords.Add(DynamicReference(source, dynamicReference));

        CheckVocabulary(source);
    }

    private static string? ReferenceIn(SchemaSource source, string keyword)
    {
        var reference = source.Text(Vocabularies.Core, keyword);
        return reference is null || UriFormats.IsUriReference(reference.Replace("\"", "%22", StringComparison.Ordinal))
            ? reference
            : throw source.Error(keyword, $"'{reference}' is not a URI reference");
    }

    // Only a name that is a $dynamicAnchor where the reference first leads makes the reference dynamic (core §8.2.3.2).
    private static Keyword DynamicReference(SchemaSource source, string reference)
    {
        var target = source.Resolve("$dynamicRef", reference);
        var name = UriReference.Parse(reference).Fragment ?? "";
        var isDynamic = target.Resource.DynamicAnchors.TryGetValue(name, out var anchored) && anchored.Pointer == target.Pointer;
        return isDynamic
            ? new DynamicRefKeyword(source.Site("$dynamicRef"), source.DynamicTarget(target), name)
            : new RefKeyword(source.Site("$dynamicRef"), source.Reference("$dynamicRef", target));
    }

    private static void CheckVocabulary(SchemaSource source)
    {
        foreach (var (uri, required) in source.Map(Vocabularies.Core, "$vocabulary"))
        {
            if (!UriFormats.IsUri(uri) || required.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                throw source.Error("$vocabulary", "it has to be an object of URIs with booleans");
        }
    }
}
