using System.Collections.Immutable;
using Activations.Processes;
using Activations.V1;
using Grpc.Net.Client;

namespace Activations.Benchmarks;

/// <summary>
/// The processor time of a request to a service that exports traces, metrics and logs by OTLP, against one whose telemetry is
/// off. Two processes of the same program differ by up to a tenth for as long as they run (where the compiler and the memory put
/// things), so that each round is a pair of new ones. In a round they take turns; half of the requests create an activation, half
/// read one. What the compiler does in the background is not of a request, and ends: warming up is long, since what is called as
/// seldom as an exporter is compiled late, and what is left of it is told by itself.
/// </summary>
internal static class TelemetryCost
{
    private const int Rounds = 20;
    private const int WarmUpTurns = 80;
    private const int Turns = 24;
    private const int UserCount = 750;
    private const int Callers = 16;
    private const double Bar = 1.05;
    private const string Compiler = ".NET Tiered Com";

    /// <summary>Spans are exported every five seconds.</summary>
    private static readonly TimeSpan UntilAllIsExported = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(string provider)
    {
        Report.Title("telemetry: processor time of a request with telemetry, against one without");
        Report.Line($"  store {provider}, {Callers} callers, {Rounds} pairs of processes, each with {Turns * UserCount:N0} creates and as many reads, in turn; mean of the ratios and its 95% interval");
        using var bench = new Workbench(provider);
        await using var sink = await OtlpSink.StartAsync(isKept: false);
        var exported = sink.Environment.RemoveRange(["OTEL_BSP_SCHEDULE_DELAY", "OTEL_BLRP_SCHEDULE_DELAY"])
            .SetItem("OTEL_METRIC_EXPORT_INTERVAL", "10000");
        (string Name, ImmutableDictionary<string, string> Environment)[] ways =
        [
            ("off", Off()),
            ("exported", exported),
        ];
        var costs = ways.ToDictionary(way => way.Name, _ => new List<Cost>());

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, cost) in await MeasureAsync(bench, ways, round))
                costs[name].Add(cost);
        }

        Report.Line($"  off          {costs["off"].Average(cost => cost.Microseconds):0.0} µs; {sink.SpanCount:N0} spans were exported by the other");
        foreach (var (name, _) in ways)
            Report.Line($"  {name,-12} the compiler took {costs[name].Average(cost => cost.Compiler.TotalSeconds):0.0} s of a process besides");
        foreach (var (name, _) in ways.Skip(1))
        {
            var ratio = Report.MeanWithInterval([.. costs[name].Zip(costs["off"], (own, off) => own.Microseconds / off.Microseconds)]);
            Report.Line($"  {name,-12} {ratio.Mean:0.000}x ± {ratio.HalfWidth:0.000}");
            if (name == "exported")
                Report.AtMost(ratio.Mean, Bar);
        }

        static ImmutableDictionary<string, string> Off() => ImmutableDictionary<string, string>.Empty.Add("OTEL_SDK_DISABLED", "true");
    }

    /// <summary>A round: what a request costs with each way.</summary>
    private static async Task<List<(string Name, Cost Cost)>> MeasureAsync(
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
            return [.. services.Select(service => (service.Name, service.End()))];
        }
        finally
        {
            foreach (var service in services)
                await service.DisposeAsync();
        }
    }

    /// <summary>Activates an integration for each user, and reads the activation.</summary>
    private static async Task TurnAsync(IEnumerable<Service> services, int turn)
    {
        foreach (var service in turn % 2 == 0 ? services : services.Reverse())
            await Population.ForEachAsync(service.Users, user => service.ActivateAndReadAsync(user, turn), Callers);
    }

    /// <summary>What a service took.</summary>
    /// <param name="Microseconds">The processor time of a request.</param>
    /// <param name="Compiler">What the compiler took in the background since the process began.</param>
    private sealed record Cost(double Microseconds, TimeSpan Compiler);

    /// <summary>A service with a store of its own.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly ServiceProcess process;
        private readonly ImmutableArray<string> integrations;
        private readonly GrpcChannel channel;
        private readonly ActivationService.ActivationServiceClient client;
        private TimeSpan begun;

        private Service(ServiceProcess process, string name, ImmutableArray<string> users, ImmutableArray<string> integrations)
        {
            (this.process, Name, Users, this.integrations) = (process, name, users, integrations);
            channel = GrpcChannel.ForAddress(process.Grpc);
            client = new ActivationService.ActivationServiceClient(channel);
        }

        public string Name { get; }

        public ImmutableArray<string> Users { get; }

        private TimeSpan CompilerTime => process.ProcessorTimeOf(Compiler);

        public static async Task<Service> StartAsync(
            Workbench bench, string storeName, string name, ImmutableDictionary<string, string> environment)
        {
            ImmutableArray<string> integrations, users;
            await using (var store = await bench.OpenAsync(storeName))
            {
                var population = new Population(store);
                integrations = [.. (await population.AddIntegrationsAsync(WarmUpTurns + Turns)).Select(i => i.Id.ToString())];
                users = await population.AddUsersAsync("user", UserCount);
            }

            environment = environment
                .Add("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0") // threads that wait spin for as long as chance has it
                .Add("DOTNET_TC_BackgroundWorkerTimeoutMs", "600000"); // the compiler's thread stays, and with it what it took
            var process = await ServiceProcess.StartAsync(
                new ServiceLaunch(bench.Folder) { Args = bench.ArgumentsFor(storeName), Environment = environment });
            return new Service(process, name, users, integrations);
        }

        public void Begin() => begun = process.ProcessorTime - CompilerTime;

        public Cost End() => new(
            (process.ProcessorTime - CompilerTime - begun).TotalMicroseconds / (2 * Turns * UserCount), CompilerTime);

        public async Task ActivateAndReadAsync(string user, int turn)
        {
            var made = await client.CreateActivationAsync(
                new CreateActivationRequest { UserId = user, IntegrationId = integrations[turn] });
            await client.GetActivationAsync(new GetActivationRequest { ActivationId = made.Id });
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await process.DisposeAsync();
        }
    }
}
