namespace Activations.JsonSchema.Keywords;

/// <summary>A schema resource as the dynamic scope sees it: the schemas its <c>$dynamicAnchor</c>s name (core §8.2.2).</summary>
internal sealed class SchemaScope
{
    public Dictionary<string, SchemaNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
