using Activations.Grpc.Configuration;
using Microsoft.Extensions.Configuration;

namespace Activations.Grpc.Tests.Configuration;

public sealed class LimitsConfigurationTests
{
    [Fact]
    public void What_is_not_configured_has_its_default()
    {
        var limits = Read();

        Assert.Equal((4 * 1024 * 1024, "4 MiB", 1000, 0.0), (limits.MaxBodyBytes, limits.MaxBodyText, limits.MaxConcurrentCalls, limits.RequestsPerSecond));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)), (limits.DefaultDeadline, limits.MaxDeadline));
    }

    [Theory]
    [InlineData("30", 30_000)]
    [InlineData("0.25", 250)]
    [InlineData("00:00:45", 45_000)]
    [InlineData("00:00:00.5", 500)]
    public void A_deadline_is_in_seconds_or_a_time(string text, int milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(("DefaultDeadline", text)).DefaultDeadline);
    }

    [Theory]
    [InlineData("2.5", 3)]
    [InlineData("100", 100)]
    public void The_burst_is_the_rate_unless_it_is_configured(string rate, int burst)
    {
        Assert.Equal(burst, Read(("RequestsPerSecond", rate)).Burst);
        Assert.Equal(7, Read(("RequestsPerSecond", rate), ("Burst", "7")).Burst);
    }

    [Theory]
    [InlineData("MaxBodyBytes", "1023")]
    [InlineData("MaxBodyBytes", "67108865")]
    [InlineData("MaxBodyBytes", "4 MiB")]
    [InlineData("MaxConcurrentCalls", "-1")]
    [InlineData("MaxConcurrentCalls", "")]
    [InlineData("RequestsPerSecond", "-1")]
    [InlineData("RequestsPerSecond", "NaN")]
    [InlineData("RequestsPerSecond", "0.0001")]
    [InlineData("RequestsPerSecond", "fast")]
    [InlineData("Burst", "0")]
    [InlineData("Burst", "5")] // of no rate
    [InlineData("DefaultDeadline", "0")]
    [InlineData("DefaultDeadline", "-5")]
    [InlineData("DefaultDeadline", "301")] // more than the maximum
    [InlineData("MaxDeadline", "1.00:00:01")]
    [InlineData("MaxDeadline", "1e400")]
    [InlineData("MaxDeadline", "99999999999999999999")]
    public void A_bad_value_is_refused_by_its_key(string name, string value)
    {
        var refused = Assert.Throws<InvalidConfigurationException>(() => Read((name, value)));

        Assert.StartsWith($"Activations:Limits:{name} ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_bad_values_are_named_at_once()
    {
        var refused = Assert.Throws<InvalidConfigurationException>(() => ActivationsConfiguration.Read(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Activations:Http:Port"] = "abc",
                ["Activations:Limits:MaxBodyBytes"] = "1",
                ["Activations:Limits:MaxDeadline"] = "never",
            }).Build()));

        string[] keys = ["Activations:Http:Port", "Activations:Limits:MaxBodyBytes", "Activations:Limits:MaxDeadline"];
        Assert.All(keys, key => Assert.Contains(key, refused.Message, StringComparison.Ordinal));
    }

    private static LimitsOptions Read(params (string Name, string Value)[] values) => ActivationsConfiguration.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(v => $"Activations:Limits:{v.Name}", v => (string?)v.Value))
            .Build()).Limits;
}
