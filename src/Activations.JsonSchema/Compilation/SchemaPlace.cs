using System.Text.Json;

namespace Activations.JsonSchema.Compilation;

/// <summary>A schema where it stands in its document.</summary>
/// <param name="Pointer">The JSON Pointer from the document's root.</param>
/// <param name="Element">The schema.</param>
/// <param name="Resource">The schema resource it belongs to.</param>
internal sealed record SchemaPlace(string Pointer, JsonElement Element, SchemaResource Resource)
{
    /// <summary>The URI of the resource and the JSON Pointer from the resource's root (core §8.2.1).</summary>
    public string Absolute => $"{Resource.Uri}#{Pointer[Resource.Pointer.Length..]}";

    /// <summary>The keywords; none when the schema is a boolean.</summary>
    public Dictionary<string, JsonElement> Members { get; } =
        Element.ValueKind == JsonValueKind.Object ? SchemaObject.Members(Element) : [];

    public JsonSchemaException Error(string segment, string problem) => new(Pointer + segment, problem);
}

/// <summary>A schema with a URI of its own (core §4.3.5), and the names it gives to schemas in it.</summary>
internal sealed class SchemaResource(SchemaDocument document, string uri, string pointer, Dialect dialect)
{
    public SchemaDocument Document { get; } = document;

    public string Uri { get; } = uri;

    public string Pointer { get; } = pointer;

    public Dialect Dialect { get; } = dialect;

    public Dictionary<string, SchemaPlace> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaPlace> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}

/// <summary>A JSON document with schemas in it, each found by its JSON Pointer, and its resources by their URI.</summary>
internal sealed class SchemaDocument(JsonElement root)
{
    public JsonElement Root { get; } = root;

    /// <summary>The length of all locations of its schemas together.</summary>
    public long LocationLength { get; set; }

    public Dictionary<string, SchemaPlace> Places { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaResource> Resources { get; } = new(StringComparer.Ordinal);
}
