using Activations.Json;

namespace Activations.Tests.Json;

public sealed class WriteOnlyDataTests
{
    [Theory]
    [InlineData("{}", """{"a":"1","b":["x"]}""")]
    [InlineData("""{"a":"","b":[]}""", """{"a":"1","b":["x"]}""")]
    [InlineData("""{"a":null}""", """{"a":"1","b":["x"]}""")]
    [InlineData("""{"a":"2"}""", """{"a":"2","b":["x"]}""")]
    [InlineData("""{"b":["y","z"]}""", """{"a":"1","b":["y","z"]}""")]
    [InlineData("""{"c":"","a":0}""", """{"a":0,"b":["x"],"c":""}""")]
    [InlineData("""{"a":{"$b.c":1e300}}""", """{"a":{"$b.c":1e300},"b":["x"]}""")]
    public void A_member_that_is_absent_or_empty_keeps_its_stored_value(string sent, string expected) => Assert.Equal(
        expected,
        WriteOnlyData.Merge(JsonText.FromTrustedText("""{"a":"1","b":["x"]}"""), JsonText.FromTrustedText(sent)).GetText());
}
