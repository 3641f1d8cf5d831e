using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Activations.Processes;
using Activations.V1;
using Grpc.Net.Client;

namespace Activations.Benchmarks;

/// <summary>
/// The processor time of a request to a service that exports traces, metrics and logs by OTLP, and to one as it is started
/// without any settings, against one whose telemetry is off. Each way has a service process and a store of its own; they are
/// measured in turn, and each turn makes a pair of each way with the last one. Half of the requests create an activation, half
/// read one.
/// </summary>
internal static class TelemetryCost
{
    private const int Turns = 40;
    private const int WarmUpTurns = 8;
    private const int Users = 2_500;
    private const int Callers = 16;
    private const double Bar = 1.05;

    public static async Task RunAsync(string provider)
    {
        Report.Title("telemetry: processor time of a request with telemetry, against one without");
        Report.Line($"  store {provider}, {Callers} callers, {Turns} pairs of {Users:N0} creates and as many reads, in turn; mean of the ratios and its 95% interval");
        using var bench = new Workbench(provider);
        await using var sink = await OtlpSink.StartAsync(isKept: false);
        var off = await Way.StartAsync(bench, "off", Off());
        var exported = sink.Environment.Remove("OTEL_BSP_SCHEDULE_DELAY").SetItem("OTEL_METRIC_EXPORT_INTERVAL", "10000");
        Way[] ways =
        [
            await Way.StartAsync(bench, "exported", exported),
            await Way.StartAsync(bench, "every-trace", exported.Add("OTEL_TRACES_SAMPLER", "always_on")),
            await Way.StartAsync(bench, "default", ImmutableDictionary<string, string>.Empty),
            await Way.StartAsync(bench, "off-again", Off()),
        ];

        for (var turn = -WarmUpTurns; turn < Turns; turn++)
        {
            foreach (var way in turn % 2 == 0 ? [off, .. ways] : ways.Reverse().Append(off))
                await way.MeasureAsync(turn + WarmUpTurns, isKept: turn >= 0);
        }

        Report.Line($"  {off.Name,-12} a create {off.Creates.Average(),6:0.0} µs, a read {off.Reads.Average(),6:0.0} µs");
        Report.Line($"  {sink.SpanCount / (double)((Turns + WarmUpTurns) * 2 * Users):0.00} spans for each request were exported by the services that do");
        foreach (var way in ways)
            way.Print(off, bar: way.Name == "exported" ? Bar : 0);
        foreach (var way in ways.Append(off))
            await way.DisposeAsync();

        static ImmutableDictionary<string, string> Off() => ImmutableDictionary<string, string>.Empty.Add("OTEL_SDK_DISABLED", "true");
    }

    /// <summary>A service, and what its requests cost.</summary>
    private sealed class Way(
        ServiceProcess service, string name, ImmutableArray<string> users, ImmutableArray<string> integrations) : IAsyncDisposable
    {
        private readonly GrpcChannel channel = GrpcChannel.ForAddress(service.Grpc);
        private TimeSpan counted;

        public string Name => name;

        /// <summary>The processor time of both, and of what was left to be exported when they were done.</summary>
        public List<double> Both { get; } = [];

        /// <summary>The processor time of a create in each turn.</summary>
        public List<double> Creates { get; } = [];

        /// <summary>The processor time of a read in each turn.</summary>
        public List<double> Reads { get; } = [];

        public static async Task<Way> StartAsync(Workbench bench, string name, ImmutableDictionary<string, string> environment)
        {
            ImmutableArray<string> integrations, users;
            await using (var store = await bench.OpenAsync(name))
            {
                var population = new Population(store);
                integrations = [.. (await population.AddIntegrationsAsync(WarmUpTurns + Turns)).Select(i => i.Id.ToString())];
                users = await population.AddUsersAsync("user", Users);
            }

            // Threads that wait spin for a while, and how long is chance: it is not counted.
            environment = environment.Add("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
            var service = await ServiceProcess.StartAsync(
                new ServiceLaunch(bench.Folder) { Args = bench.ArgumentsFor(name), Environment = environment });
            return new Way(service, name, users, integrations);
        }

        /// <summary>Activates the turn's integration for every user, and reads the activations.</summary>
        public async Task MeasureAsync(int turn, bool isKept)
        {
            var client = new ActivationService.ActivationServiceClient(channel);
            var made = new ConcurrentBag<string>();
            var creates = await MeasureAsync(users, async user => made.Add(
                (await client.CreateActivationAsync(new CreateActivationRequest { UserId = user, IntegrationId = integrations[turn] })).Id));
            var reads = await MeasureAsync(
                [.. made], async id => await client.GetActivationAsync(new GetActivationRequest { ActivationId = id }));
            var (before, now) = (counted, counted = service.ProcessorTime);
            if (!isKept)
                return;
            Both.Add((now - before).TotalMicroseconds / (2 * users.Length));
            Creates.Add(creates);
            Reads.Add(reads);
        }

        public void Print(Way off, double bar)
        {
            var both = Ratios(w => w.Both, off);
            Report.Line($"  {name,-12} {Text(both)}; a create {Text(Ratios(w => w.Creates, off))}, a read {Text(Ratios(w => w.Reads, off))}");
            if (bar > 0)
                Report.AtMost(both.Mean, bar);
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await service.DisposeAsync();
        }

        private (double Mean, double HalfWidth) Ratios(Func<Way, IEnumerable<double>> times, Way off) =>
            Report.MeanWithInterval([.. times(this).Zip(times(off), (own, without) => own / without)]);

        private static string Text((double Mean, double HalfWidth) ratio) =>
            string.Create(CultureInfo.InvariantCulture, $"{ratio.Mean:0.000}x ± {ratio.HalfWidth:0.000}");

        private async Task<double> MeasureAsync(IReadOnlyList<string> items, Func<string, Task> call)
        {
            var before = service.ProcessorTime;
            await Population.ForEachAsync(items, call, Callers);
            return (service.ProcessorTime - before).TotalMicroseconds / items.Count;
        }
    }
}
