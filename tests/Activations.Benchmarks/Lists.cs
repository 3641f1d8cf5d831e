using Activations.Access;
using Activations.EndUsers;
using Activations.Grpc.Hosting;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores;
using Activations.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace Activations.Benchmarks;

/// <summary>
/// What the last page of a hub's users costs against the first, and what an end user's page costs in a hub of many users
/// against one of few.
/// </summary>
internal static class Lists
{
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int PageSize = 100;
    private const int IntegrationCount = 200;
    private const int Pairs = 1_000;
    private const int WarmUp = 200;
    private const double Bar = 1.5;

    public static async Task RunAsync(string provider)
    {
        Report.Title($"lists: {PageSize} of {Many:N0} users, the last page against the first");
        Report.Line($"  store {provider}, one caller, {Pairs:N0} pairs in turn; loading first");
        using var bench = new Workbench(provider);
        await using var many = await HubOfUsers.StartAsync(bench, "many", Many);
        await MeasureAsync("store", "last page", many.LoadLastPageAsync, "first", many.LoadFirstPageAsync);
        var last = await many.FindLastPageAsync();
        await MeasureAsync("gRPC", "last page", () => many.ListAsync(last), "first", () => many.ListAsync(""));

        Report.Title($"lists: the {IntegrationCount} integrations of an end user, among {Many:N0} users against among {Few:N0}");
        await using var few = await HubOfUsers.StartAsync(bench, "few", Few);
        await MeasureAsync("gRPC", "many", many.EmbedAsync, "few", few.EmbedAsync);
    }

    private static async Task MeasureAsync(
        string way, string name, Func<Task> measured, string rivalName, Func<Task> rival)
    {
        var (took, rivalTook) = (new List<double>(), new List<double>());
        for (var pair = -WarmUp; pair < Pairs; pair++)
        {
            var (one, other) = (await Report.MicrosecondsAsync(measured), await Report.MicrosecondsAsync(rival));
            if (pair < 0)
                continue;
            took.Add(one);
            rivalTook.Add(other);
        }

        Report.Line($"  {way,-5} median {Report.Median(took),6:N0} µs {name}, {Report.Median(rivalTook),6:N0} µs {rivalName}");
        Report.AtMost(Report.Median(took) / Report.Median(rivalTook), Bar);
    }

    /// <summary>A service whose store has a hub of so many users.</summary>
    private sealed class HubOfUsers : IAsyncDisposable
    {
        private readonly WebApplication service;
        private readonly GrpcChannel channel;
        private readonly IStore store;
        private readonly EndUserService.EndUserServiceClient users;
        private readonly EmbedService.EmbedServiceClient embed;
        private EndUserId? beforeLast;

        private HubOfUsers(WebApplication service)
        {
            this.service = service;
            store = (IStore)service.Services.GetService(typeof(IStore))!;
            channel = GrpcChannel.ForAddress(service.GrpcAddress());
            users = new EndUserService.EndUserServiceClient(channel);
            embed = new EmbedService.EmbedServiceClient(channel);
        }

        public static async Task<HubOfUsers> StartAsync(Workbench bench, string name, int count)
        {
            await using (var loading = await bench.OpenAsync(name))
            {
                var population = new Population(loading);
                await population.AddIntegrationsAsync(IntegrationCount);
                await population.AddUsersAsync("user", count);
            }

            var service = ActivationsHost.Build(bench.ArgumentsFor(name));
            await service.StartAsync();
            return new HubOfUsers(service);
        }

        public async Task LoadFirstPageAsync() => await LoadAsync(after: null);

        public async Task LoadLastPageAsync()
        {
            beforeLast ??= await FindBeforeLastAsync();
            await LoadAsync(beforeLast);
        }

        public async Task ListAsync(string after) =>
            await users.ListEndUsersAsync(new ListEndUsersRequest { HubId = Population.HubText, First = PageSize, After = after });

        public async Task EmbedAsync() => await embed.ListEndUserIntegrationsAsync(
            new ListEndUserIntegrationsRequest { HubId = Population.HubText, UserId = "user-7" });

        /// <summary>The cursor of the last page, found by walking there.</summary>
        public async Task<string> FindLastPageAsync()
        {
            var (cursor, last) = ("", "");
            do
            {
                last = cursor;
                var page = await users.ListEndUsersAsync(
                    new ListEndUsersRequest { HubId = Population.HubText, First = PageSize, After = cursor });
                cursor = page.Next;
            }
            while (cursor.Length > 0);
            return last;
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await service.StopAsync();
            await service.DisposeAsync();
        }

        private Task<Page<EndUsers.EndUserSummary>> LoadAsync(EndUserId? after, EndUserId? before = null) => store.EndUsers.ListAsync(
            Reach.Everything,
            new EndUserFilter(Id.Parse<HubId>(Population.HubText)),
            new PageRequest<EndUserId>(PageSize, after, before),
            CancellationToken.None);

        private async Task<EndUserId> FindBeforeLastAsync()
        {
            var last = await LoadAsync(after: null, before: new EndUserId(Ulid.MaxValue));
            var previous = await LoadAsync(after: null, before: last.Rows[0].Id);
            return previous.Rows[^1].Id;
        }
    }
}
