using System.Diagnostics;
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

    /// <summary>How many traces are exported if neither the caller nor a variable says so: one of a hundred.</summary>
    private const double SampledShare = 0.01;

    private const int LastExportMilliseconds = 2000;

    /// <summary>Adds the instruments, and the exporters that are configured.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="isExported">Whether anything is exported: not of a command of the operator's.</param>
    public static void Add(WebApplicationBuilder builder, ActivationsOptions options, bool isExported)
    {
        TraceIds.Begin();
        builder.Logging.AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        builder.Services.AddSingleton<Instruments>();
        builder.Services.AddSingleton<ServiceInstruments>();
        builder.Services.AddSingleton<DistributedContextPropagator>(new LaterTraceParents(DistributedContextPropagator.Current));
        if (!isExported)
            return;
        var passedOver = OtelVariables.PassOver(builder.Configuration);
        builder.Services.AddSingleton(provider => new ExportLog(passedOver, provider.GetRequiredService<ILogger<ExportLog>>()));
        if (IsDisabled(builder.Configuration))
            return;

        var (traces, metrics, logs) = (Settings("TRACES"), Settings("METRICS"), Settings("LOGS"));
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.Clear()
            .AddService(DefaultName, serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version!.ToString(3))
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector());
        if (traces.IsOn)
            telemetry.WithTracing(spans => AddSpans(spans, HasSampler(builder.Configuration)).AddOtlpExporter(traces.Configure));
        if (metrics.IsOn || IsServed(options, metrics))
            telemetry.WithMetrics(meters => AddMeters(meters, metrics, IsServed(options, metrics)));
        if (logs.IsOn)
            telemetry.WithLogging(logging => logging.AddOtlpExporter(logs.Configure), lines => lines.IncludeFormattedMessage = true);

        OtlpSettings Settings(string signal) => new(builder.Configuration, signal);
    }

    /// <summary>
    /// Shows what is counted anyway, serves the metrics where they are to be served, and begins to say what is not exported.
    /// </summary>
    public static void Map(WebApplication app)
    {
        app.Services.GetService<ExportLog>()?.Begin();
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ServiceInstruments>().Observe(
            app.Services.GetRequiredService<Admission>(),
            app.Services.GetRequiredService<Schemas.VariablesSchemas>(),
            app.Services.GetRequiredService<Stores.IStore>()));
        var options = app.Services.GetRequiredService<ActivationsOptions>();
        if (app.Services.GetService<MeterProvider>() is null || !IsServed(options, new OtlpSettings(app.Configuration, "METRICS")))
            return;
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapPrometheusScrapingEndpoint(MetricsPath).WithMetadata(new HttpMethodMetadata(methods), Unlimited.Mark);
    }

    /// <summary>Exports what has not been exported yet: all signals at once, for two seconds at most.</summary>
    public static Task ExportRestAsync(IServiceProvider services) => Task.WhenAll(
        EndAsync(services.GetService<TracerProvider>(), (provider, time) => provider.Shutdown(time)),
        EndAsync(services.GetService<MeterProvider>(), (provider, time) => provider.Shutdown(time)),
        EndAsync(services.GetService<LoggerProvider>(), (provider, time) => provider.Shutdown(time)));

    private static Task EndAsync<T>(T? provider, Func<T, int, bool> shutdown)
        where T : class => provider is null
        ? Task.CompletedTask
        : Task.Factory.StartNew(
            () => shutdown(provider, LastExportMilliseconds), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static TracerProviderBuilder AddSpans(TracerProviderBuilder spans, bool hasSampler)
    {
        spans.AddSource(TraceIds.Source, Instruments.Name, RequestSpans.MongoDb).AddProcessor(new RequestSpans());
        return hasSampler ? spans : spans.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(SampledShare)));
    }

    private static void AddMeters(MeterProviderBuilder meters, OtlpSettings otlp, bool isServed)
    {
        meters
            .AddMeter(Instruments.Name, ServiceInstruments.Name)
            .AddMeter("Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddView("kestrel.queued_requests", MetricStreamConfiguration.Drop); // two of each request, always 0 with HTTP/2
        if (isServed)
            meters.AddPrometheusExporter();
        if (otlp.IsOn)
            meters.AddOtlpExporter((exporter, _) => otlp.Configure(exporter));
    }

    private static bool IsServed(ActivationsOptions options, OtlpSettings otlp) =>
        options.Telemetry.Metrics ?? (options.IsOnLoopback && otlp.IsForPrometheus);

    private static bool HasSampler(ConfigurationManager configuration) => configuration["OTEL_TRACES_SAMPLER"] is { Length: > 0 };

    private static bool IsDisabled(ConfigurationManager configuration) =>
        bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var isDisabled) && isDisabled;
}
