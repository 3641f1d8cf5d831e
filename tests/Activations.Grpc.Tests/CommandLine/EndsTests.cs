using System.Globalization;
using Activations.Grpc.CommandLine;

namespace Activations.Grpc.Tests.CommandLine;

/// <summary>When a key is to end, as people write it.</summary>
public sealed class EndsTests
{
    [Theory]
    [InlineData("90d", "2025-04-01T00:00:00Z")]
    [InlineData("12h", "2025-01-01T12:00:00Z")]
    [InlineData("30m", "2025-01-01T00:30:00Z")]
    [InlineData("2030-01-31T12:00:00Z", "2030-01-31T12:00:00Z")]
    [InlineData("2030-01-31T12:00:00+02:00", "2030-01-31T10:00:00Z")]
    [InlineData("2030-01-31", "2030-01-31T00:00:00Z")]
    public void A_time_or_a_duration_from_now_on_is_read(string text, string end) =>
        Assert.Equal(Time(end), Ends.Read(text, Time("2025-01-01T00:00:00Z")));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("90")]
    [InlineData("90w")]
    [InlineData("-90d")]
    [InlineData("4000000000d")]
    [InlineData("soon")]
    public void What_is_neither_is_not_read(string text) => Assert.Null(Ends.Read(text, Time("2025-01-01T00:00:00Z")));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
