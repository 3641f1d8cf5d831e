using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Grpc.Hosting;
using Activations.Identifiers;
using Activations.Json;
using Activations.Stores;
using Activations.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace Activations.Benchmarks;

/// <summary>What an activation by its id costs among many users, against among few. Each user has one activation.</summary>
internal static class GetById
{
    private const int Few = 1_000;
    private const int Many = 200_000;
    private const int Pairs = 5_000;
    private const int WarmUp = 1_000;
    private const double Bar = 1.5;

    public static async Task RunAsync(string provider)
    {
        Report.Title($"get-by-id: an activation by its id among {Many:N0} users, against among {Few:N0}");
        Report.Line($"  store {provider}, one caller, {Pairs:N0} pairs in turn, ids at random (seed 1); loading first");
        using var bench = new Workbench(provider);
        await using var few = await Crowd.StartAsync(bench, "few", Few);
        await using var many = await Crowd.StartAsync(bench, "many", Many);

        await MeasureAsync("store", few.LoadAsync, many.LoadAsync, few, many);
        await MeasureAsync("gRPC", few.GetAsync, many.GetAsync, few, many);
    }

    private static async Task MeasureAsync(
        string way, Func<ActivationId, Task> fewAsync, Func<ActivationId, Task> manyAsync, Crowd few, Crowd many)
    {
        var random = new Random(1);
        var ofFew = new List<double>();
        var ofMany = new List<double>();
        for (var pair = -WarmUp; pair < Pairs; pair++)
        {
            var inFew = few.Activations[random.Next(few.Activations.Length)];
            var inMany = many.Activations[random.Next(many.Activations.Length)];
            var fewTook = await Report.MicrosecondsAsync(() => fewAsync(inFew));
            var manyTook = await Report.MicrosecondsAsync(() => manyAsync(inMany));
            if (pair < 0)
                continue;
            ofFew.Add(fewTook);
            ofMany.Add(manyTook);
        }

        Report.Line($"  {way,-5} median {Report.Median(ofMany),6:N0} µs among {Many:N0}, {Report.Median(ofFew),6:N0} µs among {Few:N0}");
        Report.AtMost(Report.Median(ofMany) / Report.Median(ofFew), Bar);
    }

    /// <summary>A service with a store of so many users.</summary>
    private sealed class Crowd : IAsyncDisposable
    {
        private readonly WebApplication service;
        private readonly IStore store;
        private readonly GrpcChannel channel;
        private readonly ActivationService.ActivationServiceClient client;

        private Crowd(WebApplication service, ImmutableArray<ActivationId> activations)
        {
            this.service = service;
            Activations = activations;
            store = (IStore)service.Services.GetService(typeof(IStore))!;
            channel = GrpcChannel.ForAddress(service.GrpcAddress());
            client = new ActivationService.ActivationServiceClient(channel);
        }

        public ImmutableArray<ActivationId> Activations { get; }

        public static async Task<Crowd> StartAsync(Workbench bench, string name, int count)
        {
            var activations = new ActivationId[count];
            await using (var loading = await bench.OpenAsync(name))
            {
                var population = new Population(loading);
                var integration = (await population.AddIntegrationsAsync(count: 1))[0];
                var users = await population.AddUsersAsync("user", count);
                await Population.ForEachAsync(
                    [.. users.Index()],
                    async user => activations[user.Index] =
                        await population.CreateAsync(user.Item, integration, JsonText.EmptyObject));
            }

            var service = ActivationsHost.Build(bench.ArgumentsFor(name));
            await service.StartAsync();
            return new Crowd(service, [.. activations]);
        }

        /// <summary>What GetActivation loads.</summary>
        public async Task LoadAsync(ActivationId id)
        {
            var user = await store.EndUsers.LoadAsync(
                Reach.Everything,
                new EndUserLookup.ByActivation(id), new EndUserParts { Activation = id }, CancellationToken.None);
            await store.Integrations.LoadAsync(Reach.Everything, user!.FindActivation(id)!.IntegrationId, CancellationToken.None);
        }

        public async Task GetAsync(ActivationId id) =>
            await client.GetActivationAsync(new GetActivationRequest { ActivationId = id.ToString() });

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await service.StopAsync();
            await service.DisposeAsync();
        }
    }
}
