using Activations.Grpc.Configuration;
using Activations.Grpc.Limits;
using Activations.Telemetry;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Exports what is measured: by OTLP where the standard variables <c>OTEL_*</c> name an endpoint, and at <c>/metrics</c>. What
/// nobody exports is not measured.
/// </summary>
internal static class TelemetryServices
{
    private const string DefaultName = "activations";
    private const string MetricsPath = "/metrics";

    /// <summary>The switch by which the framework describes requests itself, which costs less than having them described.</summary>
    private const string FrameworkTags = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    private const string GrpcSpans = "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION";

    private static readonly string[] Probes = [MetricsPath, "/healthz", "/readyz", "/grpc.health.v1.Health/Check"];

    /// <summary>Adds the instruments, and the exporters that are configured.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="isExported">Whether anything is exported: not of a command of the operator's.</param>
    public static void Add(WebApplicationBuilder builder, ActivationsOptions options, bool isExported)
    {
        builder.Logging.AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        builder.Services.AddSingleton<Instruments>();
        builder.Services.AddSingleton<ServiceInstruments>();
        if (!isExported || IsDisabled(builder.Configuration))
            return;

        var (traces, metrics, logs) = (Settings("TRACES"), Settings("METRICS"), Settings("LOGS"));
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.Clear()
            .AddService(DefaultName, serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version!.ToString(3))
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector());
        if (traces.IsOn)
        {
            AppContext.SetSwitch(FrameworkTags, false);
            builder.Configuration[GrpcSpans] = "true";
            telemetry.WithTracing(tracing => AddSpans(tracing).AddOtlpExporter(traces.Configure));
        }

        if (metrics.IsOn || options.ServesMetrics)
            telemetry.WithMetrics(meters => AddMeters(meters, metrics, options.ServesMetrics));
        if (logs.IsOn)
            telemetry.WithLogging(logging => logging.AddOtlpExporter(logs.Configure), lines => lines.IncludeFormattedMessage = true);

        OtlpSettings Settings(string signal) => new(builder.Configuration, signal);
    }

    /// <summary>Shows what is counted anyway, and serves the metrics where they are to be served.</summary>
    public static void Map(WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ServiceInstruments>().Observe(
            app.Services.GetRequiredService<Admission>(),
            app.Services.GetRequiredService<Schemas.VariablesSchemas>(),
            app.Services.GetRequiredService<Stores.IStore>()));
        if (!app.Services.GetRequiredService<ActivationsOptions>().ServesMetrics || app.Services.GetService<MeterProvider>() is null)
            return;
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapPrometheusScrapingEndpoint(MetricsPath).WithMetadata(new HttpMethodMetadata(methods), Unlimited.Mark);
    }

    /// <summary>Adds what makes spans: requests, and the calls of the store within them.</summary>
    internal static TracerProviderBuilder AddSpans(TracerProviderBuilder tracing) => tracing
        .AddSource(Instruments.Name)
        .AddSource(RequestSpans.MongoDb)
        .AddProcessor(new RequestSpans())
        .AddAspNetCoreInstrumentation(requests =>
        {
            requests.Filter = context => !Array.Exists(Probes, probe => context.Request.Path == probe);
            requests.EnrichWithHttpRequest = (span, _) => span.SetTag("url.query", null); // callers put there what they like
        });

    private static void AddMeters(MeterProviderBuilder meters, OtlpSettings otlp, bool isServed)
    {
        meters
            .AddMeter(Instruments.Name, ServiceInstruments.Name)
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime");
        if (isServed)
            meters.AddPrometheusExporter();
        if (otlp.IsOn)
            meters.AddOtlpExporter((exporter, _) => otlp.Configure(exporter));
    }

    private static bool IsDisabled(ConfigurationManager configuration) =>
        bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var isDisabled) && isDisabled;
}
