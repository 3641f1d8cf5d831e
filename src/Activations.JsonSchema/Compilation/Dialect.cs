using System.Text.Json;
using Activations.JsonSchema.MetaSchemas;

namespace Activations.JsonSchema.Compilation;

internal enum Draft
{
    Seven,
    Of2020,
}

/// <summary>The vocabularies of draft 2020-12 (core §8.1.2).</summary>
[Flags]
internal enum Vocabularies
{
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,
}

/// <summary>Which keywords a schema resource has, as its <c>$schema</c> says (core §8.1.1).</summary>
internal sealed record Dialect(Draft Draft, Vocabularies Vocabularies)
{
    private const string VocabularyPrefix = "https://json-schema.org/draft/2020-12/vocab/";

    private const Vocabularies Standard = Vocabularies.Core | Vocabularies.Applicator | Vocabularies.Unevaluated
        | Vocabularies.Validation | Vocabularies.MetaData | Vocabularies.FormatAnnotation | Vocabularies.Content;

    public static readonly Dialect Draft202012 = new(Draft.Of2020, Standard);

    public static readonly Dialect Draft07 = new(Draft.Seven, Standard & ~Vocabularies.Unevaluated);

    /// <summary>The dialect a meta-schema describes; null when it is not one of those built in.</summary>
    public static Dialect? Find(string metaSchema)
    {
        var uri = metaSchema.EndsWith('#') ? metaSchema[..^1] : metaSchema;
        return uri switch
        {
            BuiltInMetaSchemas.Draft202012 => Draft202012,
            BuiltInMetaSchemas.Draft07 or "https://json-schema.org/draft-07/schema" => Draft07,
            _ => BuiltInMetaSchemas.Find(uri) is { } found ? FromVocabularies(found.Element) : null,
        };
    }

    private static Dialect? FromVocabularies(JsonElement metaSchema)
    {
        if (!metaSchema.TryGetProperty("$vocabulary", out var uris))
            return null;

        var vocabularies = Vocabularies.Core;
        foreach (var uri in uris.EnumerateObject())
            vocabularies |= Parse(uri.Name);

        return new Dialect(Draft.Of2020, vocabularies);
    }

    private static Vocabularies Parse(string uri) => uri[VocabularyPrefix.Length..] switch
    {
        "applicator" => Vocabularies.Applicator,
        "unevaluated" => Vocabularies.Unevaluated,
        "validation" => Vocabularies.Validation,
        "meta-data" => Vocabularies.MetaData,
        "format-annotation" => Vocabularies.FormatAnnotation,
        "format-assertion" => Vocabularies.FormatAssertion,
        "content" => Vocabularies.Content,
        _ => Vocabularies.Core,
    };
}
