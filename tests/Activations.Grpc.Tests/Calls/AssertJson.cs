using System.Text.Json;

namespace Activations.Grpc.Tests.Calls;

/// <summary>Compares JSON, whatever the order of members.</summary>
internal static class AssertJson
{
    public static void Equal(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"Expected {expected}\nbut got {actual}");
}
