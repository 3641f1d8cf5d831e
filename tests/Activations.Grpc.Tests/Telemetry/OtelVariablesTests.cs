using Activations.Grpc.Telemetry;
using Microsoft.Extensions.Configuration;

namespace Activations.Grpc.Tests.Telemetry;

/// <summary>What the SDK reads of the variables <c>OTEL_*</c>, whatever they say.</summary>
public sealed class OtelVariablesTests
{
    private const string Secret = "sesame";

    /// <summary>A variable, what it says, and what is followed; nothing where it is passed over.</summary>
    public static TheoryData<string, string, string> Variables => new()
    {
        { "OTEL_EXPORTER_OTLP_PROTOCOL", "HTTP/Protobuf", "http/protobuf" },
        { "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "" },
        { "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "nonsense", "" },
        { "OTEL_EXPORTER_OTLP_TIMEOUT", "250", "250" },
        { "OTEL_EXPORTER_OTLP_TIMEOUT", "0", "2147483647" },
        { "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "-5", "" },
        { "OTEL_METRIC_EXPORT_INTERVAL", "0", "" },
        { "OTEL_METRIC_EXPORT_INTERVAL", "1e3", "" },
        { "OTEL_BSP_MAX_QUEUE_SIZE", "99999999999", "" },
        { "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "5000", "2048" },
        { "OTEL_TRACES_SAMPLER", " Always_Off ", "always_off" },
        { "OTEL_TRACES_SAMPLER", "jaeger_remote", "" },
        { "OTEL_TRACES_SAMPLER_ARG", "0.25", "0.25" },
        { "OTEL_TRACES_SAMPLER_ARG", "7", "" },
        { "OTEL_TRACES_SAMPLER_ARG", "NaN", "" },
        { "OTEL_METRICS_EXPORTER", "console, Prometheus", "prometheus" },
        { "OTEL_LOGS_EXPORTER", "none", "none" },
        { "OTEL_SDK_DISABLED", "yes", "" },
    };

    [Theory, MemberData(nameof(Variables))]
    public void A_variable_is_followed_or_passed_over_aloud(string name, string value, string followed)
    {
        using var configuration = Of((name, value));

        var warnings = OtelVariables.PassOver(configuration);

        Assert.Equal(followed, configuration[name]);
        var isOther = followed is "" or "2048" or "prometheus";
        Assert.Equal(isOther ? [name] : [], warnings.Select(warning => warning.Split(' ')[0]));
        Assert.DoesNotContain(warnings, warning => warning.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_batch_is_no_larger_than_the_queue_that_is_given()
    {
        using var configuration = Of(("OTEL_BLRP_MAX_QUEUE_SIZE", "10"));

        Assert.Empty(OtelVariables.PassOver(configuration));
        Assert.Equal("10", configuration["OTEL_BLRP_MAX_EXPORT_BATCH_SIZE"]);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "ftp://" + Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=1,,b=" + Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "no name=" + Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "content-type=" + Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "a=%0d%0a" + Secret)]
    public void An_address_or_headers_that_cannot_be_used_are_named_and_not_shown(string name, string value)
    {
        using var configuration = Of((name, value));

        var problem = Assert.Single(OtelVariables.Check(configuration));

        Assert.StartsWith($"{name} must be ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b,x-tenant=us")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic YTpiPQ==")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4317")]
    public void What_can_be_used_is_no_problem(string name, string value)
    {
        using var configuration = Of((name, value));

        Assert.Empty(OtelVariables.Check(configuration));
    }

    private static ConfigurationManager Of(params (string Name, string Value)[] variables)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(variables.ToDictionary(v => v.Name, v => (string?)v.Value));
        return configuration;
    }
}
