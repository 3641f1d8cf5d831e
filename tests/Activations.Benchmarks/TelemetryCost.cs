using System.Collections.Concurrent;
using System.Collections.Immutable;
using Activations.Processes;
using Activations.V1;
using Grpc.Net.Client;

namespace Activations.Benchmarks;

/// <summary>
/// The processor time of a request to a service that exports traces, metrics and logs by OTLP, against one whose telemetry is
/// off. Two processes of the same program differ by up to a tenth for as long as they run (where the compiler and the memory put
/// things), so that each round is a pair of new ones. In a round they take turns; half of the requests create an activation, half
/// read one. Warming up is long, since what is called seldom is compiled well late.
/// </summary>
internal static class TelemetryCost
{
    private const int Rounds = 20;
    private const int WarmUpTurns = 24;
    private const int Turns = 10;
    private const int Users = 750;
    private const int Callers = 16;
    private const double Bar = 1.05;

    /// <summary>Spans are exported every five seconds.</summary>
    private static readonly TimeSpan UntilAllIsExported = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(string provider)
    {
        Report.Title("telemetry: processor time of a request with telemetry, against one without");
        Report.Line($"  store {provider}, {Callers} callers, {Rounds} pairs of processes, each with {Turns * Users:N0} creates and as many reads, in turn; mean of the ratios and its 95% interval");
        using var bench = new Workbench(provider);
        await using var sink = await OtlpSink.StartAsync(isKept: false);
        var exported = sink.Environment.RemoveRange(["OTEL_BSP_SCHEDULE_DELAY", "OTEL_BLRP_SCHEDULE_DELAY"])
            .SetItem("OTEL_METRIC_EXPORT_INTERVAL", "10000");
        (string Name, ImmutableDictionary<string, string> Environment)[] ways =
        [
            ("off", Off()),
            ("exported", exported),
        ];
        var costs = ways.ToDictionary(way => way.Name, _ => new List<double>());

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, cost) in await MeasureAsync(bench, ways, round))
                costs[name].Add(cost);
        }

        Report.Line($"  off          {costs["off"].Average():0.0} µs; {sink.SpanCount:N0} spans were exported by the other");
        foreach (var (name, _) in ways.Skip(1))
        {
            var ratio = Report.MeanWithInterval([.. costs[name].Zip(costs["off"], (own, off) => own / off)]);
            Report.Line($"  {name,-12} {ratio.Mean:0.000}x ± {ratio.HalfWidth:0.000}");
            if (name == "exported")
                Report.AtMost(ratio.Mean, Bar);
        }

        static ImmutableDictionary<string, string> Off() => ImmutableDictionary<string, string>.Empty.Add("OTEL_SDK_DISABLED", "true");
    }

    /// <summary>A round: what a request costs with each way.</summary>
    private static async Task<List<(string Name, double Microseconds)>> MeasureAsync(
        Workbench bench, (string Name, ImmutableDictionary<string, string> Environment)[] ways, int round)
    {
        var services = new List<Service>();
        try
        {
            for (var i = 0; i < ways.Length; i++)
            {
                var (name, environment) = ways[(i + round) % ways.Length]; // none is always the first
                services.Add(await Service.StartAsync(bench, $"{name}-{round}", name, environment));
            }

            for (var turn = 0; turn < WarmUpTurns; turn++)
                await TurnAsync(services, turn);
            services.ForEach(service => service.Begin());
            for (var turn = WarmUpTurns; turn < WarmUpTurns + Turns; turn++)
                await TurnAsync(services, turn);
            await Task.Delay(UntilAllIsExported);
            return [.. services.Select(service => (service.Name, service.Spent.TotalMicroseconds / (2 * Turns * Users)))];
        }
        finally
        {
            foreach (var service in services)
                await service.DisposeAsync();
        }
    }

    private static async Task TurnAsync(IEnumerable<Service> services, int turn)
    {
        foreach (var service in turn % 2 == 0 ? services : services.Reverse())
            await service.TurnAsync(turn);
    }

    /// <summary>A service with a store of its own.</summary>
    private sealed class Service(
        ServiceProcess process, string name, ImmutableArray<string> users, ImmutableArray<string> integrations) : IAsyncDisposable
    {
        private readonly GrpcChannel channel = GrpcChannel.ForAddress(process.Grpc);
        private TimeSpan begun;

        public string Name => name;

        /// <summary>The processor time since the beginning.</summary>
        public TimeSpan Spent => process.ProcessorTime - begun;

        public static async Task<Service> StartAsync(
            Workbench bench, string storeName, string name, ImmutableDictionary<string, string> environment)
        {
            ImmutableArray<string> integrations, users;
            await using (var store = await bench.OpenAsync(storeName))
            {
                var population = new Population(store);
                integrations = [.. (await population.AddIntegrationsAsync(WarmUpTurns + Turns)).Select(i => i.Id.ToString())];
                users = await population.AddUsersAsync("user", Users);
            }

            // Threads that wait spin for a while, and how long is chance: it is not counted.
            environment = environment.Add("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
            var process = await ServiceProcess.StartAsync(
                new ServiceLaunch(bench.Folder) { Args = bench.ArgumentsFor(storeName), Environment = environment });
            return new Service(process, name, users, integrations);
        }

        public void Begin() => begun = process.ProcessorTime;

        /// <summary>Activates the turn's integration for every user, and reads the activations.</summary>
        public async Task TurnAsync(int turn)
        {
            var client = new ActivationService.ActivationServiceClient(channel);
            var made = new ConcurrentBag<string>();
            await Population.ForEachAsync(users, Create, Callers);
            await Population.ForEachAsync(
                [.. made], async id => await client.GetActivationAsync(new GetActivationRequest { ActivationId = id }), Callers);

            async Task Create(string user) => made.Add(
                (await client.CreateActivationAsync(new CreateActivationRequest { UserId = user, IntegrationId = integrations[turn] })).Id);
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await process.DisposeAsync();
        }
    }
}
