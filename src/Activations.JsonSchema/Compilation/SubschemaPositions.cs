using System.Text.Json;
using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Compilation;

/// <summary>Under which keywords schemas stand, and in what shape; nothing else in a document is a schema unless it is referred to.</summary>
internal static class SubschemaPositions
{
    private enum Shape
    {
        Schema,
        List,
        Map,
        SchemaOrList,
    }

    private static readonly Dictionary<string, Shape> Common = new(StringComparer.Ordinal)
    {
        ["additionalProperties"] = Shape.Schema,
        ["contains"] = Shape.Schema,
        ["else"] = Shape.Schema,
        ["if"] = Shape.Schema,
        ["not"] = Shape.Schema,
        ["propertyNames"] = Shape.Schema,
        ["then"] = Shape.Schema,
        ["allOf"] = Shape.List,
        ["anyOf"] = Shape.List,
        ["oneOf"] = Shape.List,
        ["patternProperties"] = Shape.Map,
        ["properties"] = Shape.Map,
    };

    private static readonly Dictionary<string, Shape> Draft202012 = new(Common, StringComparer.Ordinal)
    {
        ["contentSchema"] = Shape.Schema,
        ["items"] = Shape.Schema,
        ["unevaluatedItems"] = Shape.Schema,
        ["unevaluatedProperties"] = Shape.Schema,
        ["prefixItems"] = Shape.List,
        ["$defs"] = Shape.Map,
        ["dependentSchemas"] = Shape.Map,
    };

    private static readonly Dictionary<string, Shape> Draft07 = new(Common, StringComparer.Ordinal)
    {
        ["additionalItems"] = Shape.Schema,
        ["items"] = Shape.SchemaOrList,
        ["definitions"] = Shape.Map,
        ["dependencies"] = Shape.Map,
    };

    /// <summary>The schemas directly in a schema object, with the segments that lead to them.</summary>
    public static IEnumerable<(string Segment, JsonElement Schema)> In(SchemaPlace place)
    {
        var shapes = place.Resource.Dialect.Draft == Draft.Seven ? Draft07 : Draft202012;
        foreach (var (name, value) in place.Members)
        {
            if (!shapes.TryGetValue(name, out var shape))
                continue;

            foreach (var (step, schema) in Children(place, name, value, shape))
                yield return ($"/{name}{step}", schema);
        }
    }

    private static IEnumerable<(string Step, JsonElement Schema)> Children(SchemaPlace place, string name, JsonElement value, Shape shape)
    {
        if (shape == Shape.Map)
            return value.ValueKind == JsonValueKind.Object
                ? Map(value, isDependencies: name == "dependencies")
                : throw place.Error($"/{name}", "it has to be an object of schemas");
        if (shape == Shape.List || (shape == Shape.SchemaOrList && value.ValueKind == JsonValueKind.Array))
            return value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Select((item, index) => ($"/{index}", item))
                : throw place.Error($"/{name}", "it has to be an array of schemas");

        return [("", value)];
    }

    private static IEnumerable<(string Step, JsonElement Schema)> Map(JsonElement value, bool isDependencies) => SchemaObject
        .Members(value)
        .Where(member => !isDependencies || member.Value.ValueKind != JsonValueKind.Array)
        .Select(member => ("/" + PointerToken.Escape(member.Key), member.Value));
}
