using Activations.Grpc.Configuration;
using Microsoft.Extensions.Configuration;

namespace Activations.Grpc.Tests.Configuration;

public sealed class UnknownSettingTests
{
    [Theory]
    [InlineData("Activations:Auth:Mod", "none")]
    [InlineData("Activations:Secrets:Key", "a-secret-that-shows")]
    [InlineData("Activations:Limits:Rate", "5")]
    [InlineData("Activations:Store:Sqlite:File", "x.db")]
    [InlineData("Activations:Port", "80")]
    public void A_misspelt_setting_is_named_without_its_value(string key, string value)
    {
        var refused = Assert.Throws<InvalidConfigurationException>(() => Read((key, value)));

        Assert.Equal($"{key} is not a setting of this service.", refused.Message);
    }

    [Fact]
    public void A_value_of_another_type_is_not_shown()
    {
        var refused = Assert.Throws<InvalidConfigurationException>(() => Read(("Activations:Http:Port", "a-secret-that-shows")));

        Assert.Contains("Activations:Http:Port has a value of another type", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-that-shows", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_is_known()
    {
        Read(
            ("Activations:BindAddress", "127.0.0.1"),
            ("Activations:Http:Port", "0"),
            ("Activations:Grpc:Port", "0"),
            ("Activations:Auth:Mode", "required"),
            ("Activations:Auth:OpenReflection", "true"),
            ("Activations:Auth:Tokens:Audience", "us"),
            ("Activations:Auth:Tokens:RequireExpiry", "false"),
            ("Activations:Cors:AllowedOrigins:0", "https://a.example.com"),
            ("Activations:Limits:MaxBodyBytes", "4096"),
            ("Activations:Limits:MaxConcurrentCalls", "10"),
            ("Activations:Limits:RequestsPerSecond", "10"),
            ("Activations:Limits:Burst", "10"),
            ("Activations:Limits:DefaultDeadline", "10"),
            ("Activations:Limits:MaxDeadline", "10"),
            ("Activations:Secrets:Keys:0", $"a:{Convert.ToBase64String(new byte[32])}"),
            ("Activations:Store:Provider", "sqlite"),
            ("Activations:Store:Sqlite:Path", "x.db"),
            ("Activations:Store:MongoDb:ConnectionString", "mongodb://127.0.0.1"),
            ("Activations:Store:MongoDb:Database", "x"),
            ("Activations:Telemetry:Metrics", "true"),
            ("Activations:Tls:ClientCertificates", "none"));
    }

    private static ActivationsOptions Read(params (string Key, string Value)[] settings) => ActivationsConfiguration.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build());
}
