using System.Text;
using Activations.Json;
using Activations.Time;

namespace Activations.Tests.Json;

public sealed class JsonTextTests
{
    private const string Text = """{"password":"höchst geheim"}""";

    [Fact]
    public void Printing_it_shows_its_length_and_no_content() =>
        Assert.Equal("JSON object of 29 bytes", JsonText.FromTrustedText(Text).ToString());

    [Fact]
    public void Printing_what_holds_it_shows_no_content() => Assert.DoesNotContain(
        "geheim",
        new Activations.EndUsers.Credential(default, "n", "string", JsonText.FromTrustedText(Text)).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Its_text_is_what_it_was_made_of() => Assert.Equal(Text, JsonText.FromTrustedText(Text).GetText());

    [Fact]
    public void Its_bytes_are_those_of_UTF_8()
    {
        var json = JsonText.FromTrustedText(Text);

        Assert.Equal(Encoding.UTF8.GetBytes(Text), json.Utf8.ToArray());
        Assert.Equal(29, json.ByteCount);
    }

    [Fact]
    public void Two_of_the_same_text_are_equal()
    {
        Assert.Equal(JsonText.FromTrustedText(Text), JsonText.FromTrustedText(Text));
        Assert.Equal(JsonText.FromTrustedText(Text).GetHashCode(), JsonText.FromTrustedText(Text).GetHashCode());
    }

    [Fact]
    public void Two_of_different_text_are_not_equal() =>
        Assert.NotEqual(JsonText.FromTrustedText("""{"a":1}"""), JsonText.FromTrustedText("""{"a": 1}"""));

    [Fact]
    public void The_deepest_object_allowed_can_be_read()
    {
        var depth = JsonText.MaxDepth;
        var text = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

        Assert.True(JsonText.FromTrustedText(text).Root.TryGetProperty("a", out _));
    }

    [Fact]
    public void Time_is_cut_off_below_the_millisecond() => Assert.Equal(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        new LateClock().GetUtcNowToTheMillisecond());

    private sealed class LateClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddTicks(9_999);
    }
}
