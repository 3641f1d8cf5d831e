using System.Text.Json;
using System.Text.Json.Nodes;

namespace Activations.JsonSchema.Tests.OfficialSuite;

/// <summary>A schema of the suite and the instances it is tried on.</summary>
internal sealed record SuiteGroup(string File, JsonElement Content)
{
    public string Name => $"{File}: {Content.GetProperty("description").GetString()}";

    public JsonElement Schema => Content.GetProperty("schema");

    public IEnumerable<(string Name, JsonElement Data, bool Valid)> Tests => Content.GetProperty("tests").EnumerateArray().Select(test => (
        $"{Name}: {test.GetProperty("description").GetString()}",
        test.GetProperty("data"),
        test.GetProperty("valid").GetBoolean()));

    /// <summary>The group with its dialect written into a schema that names none, as the suites of older drafts leave it out.</summary>
    public SuiteGroup WithDialect(string uri)
    {
        var content = JsonNode.Parse(Content.GetRawText())!;
        if (content["schema"] is JsonObject schema && !schema.ContainsKey("$schema"))
            schema.Insert(0, "$schema", uri);

        return this with { Content = Json.Parse(content.ToJsonString()) };
    }
}
