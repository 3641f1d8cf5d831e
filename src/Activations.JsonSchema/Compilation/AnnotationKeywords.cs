using System.Text.Json;

namespace Activations.JsonSchema.Compilation;

/// <summary>
/// Keywords that never reject an instance: meta-data (validation §9), content (§8) and comments (core §8.3). They have to be well-formed
/// all the same.
/// </summary>
internal static class AnnotationKeywords
{
    public static void Check(SchemaSource source)
    {
        source.Text(Vocabularies.Core, "$comment");
        source.Text(Vocabularies.MetaData, "title");
        source.Text(Vocabularies.MetaData, "description");
        CheckFlag(source, "readOnly");
        CheckFlag(source, "writeOnly");
        if (source.TryGet(Vocabularies.MetaData, "examples", out var examples) && examples.ValueKind != JsonValueKind.Array)
            throw source.Error("examples", "it has to be an array");

        source.Text(Vocabularies.Content, "contentEncoding");
        source.Text(Vocabularies.Content, "contentMediaType");
        if (!source.IsDraft07)
            CheckFlag(source, "deprecated");
    }

    private static void CheckFlag(SchemaSource source, string keyword)
    {
        if (source.TryGet(Vocabularies.MetaData, keyword, out var value)
            && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw source.Error(keyword, "it has to be a boolean");
    }
}
