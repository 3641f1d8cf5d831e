using System.Text.Json;
using Activations.JsonSchema.Compilation;

namespace Activations.JsonSchema.MetaSchemas;

/// <summary>The meta-schemas of the supported drafts, which any schema may refer to.</summary>
internal static class BuiltInMetaSchemas
{
    public const string Draft202012 = "https://json-schema.org/draft/2020-12/schema";

    public const string Draft07 = "http://json-schema.org/draft-07/schema";

    private const string ResourcePrefix = "Activations.JsonSchema.MetaSchemas.";

    private static readonly Dictionary<string, Lazy<SchemaPlace>> ByUri = new[]
    {
        (Draft202012, "schema"),
        ("https://json-schema.org/draft/2020-12/meta/core", "core"),
        ("https://json-schema.org/draft/2020-12/meta/applicator", "applicator"),
        ("https://json-schema.org/draft/2020-12/meta/unevaluated", "unevaluated"),
        ("https://json-schema.org/draft/2020-12/meta/validation", "validation"),
        ("https://json-schema.org/draft/2020-12/meta/meta-data", "meta-data"),
        ("https://json-schema.org/draft/2020-12/meta/format-annotation", "format-annotation"),
        ("https://json-schema.org/draft/2020-12/meta/format-assertion", "format-assertion"),
        ("https://json-schema.org/draft/2020-12/meta/content", "content"),
        (Draft07, "draft-07"),
    }.ToDictionary(entry => entry.Item1, entry => new Lazy<SchemaPlace>(() => Load(entry.Item2)), StringComparer.Ordinal);

    /// <summary>The root of a meta-schema; null when the URI is not that of one.</summary>
    public static SchemaPlace? Find(string uri) => ByUri.GetValueOrDefault(uri)?.Value;

    private static SchemaPlace Load(string name)
    {
        using var stream = typeof(BuiltInMetaSchemas).Assembly.GetManifestResourceStream($"{ResourcePrefix}{name}.json")
            ?? throw new InvalidOperationException($"The meta-schema '{name}' is not embedded.");
        using var json = JsonDocument.Parse(stream);
        return SchemaIndexer.Index(json.RootElement.Clone(), "", int.MaxValue).Places[""];
    }
}
