using System.Collections.Immutable;
using System.Diagnostics;
using Activations.Integrations;
using Activations.Json;
using Activations.Stores.Sqlite;

namespace Activations.Benchmarks;

/// <summary>
/// Durable creates per second of many callers at once, each for a user of its own: group commit, against the same code
/// with one transaction per create.
/// </summary>
internal static class GroupCommit
{
    private const int Callers = 64;
    private const int Rounds = 5;
    private const int GroupedCreates = 16_384; // a round of each takes about as long as one of the other
    private const int SingleCreates = 2_048;
    private const double Bar = 8;

    public static async Task RunAsync(string provider)
    {
        Report.Title("group-commit: durable creates per second, SQLite store driven directly, distinct users");
        if (provider != Workbench.Sqlite)
        {
            Report.Line($"  not run: group commit is the SQLite store's");
            return;
        }

        using var bench = new Workbench(provider);
        await using var grouped = await Variant.PrepareAsync(
            bench, "grouped", new SqliteStoreOptions { Path = "" }.BatchLimit, GroupedCreates);
        await using var single = await Variant.PrepareAsync(bench, "single", batchLimit: 1, SingleCreates);
        Report.Line($"  {Callers} callers, {Rounds} rounds of {GroupedCreates:N0} and {SingleCreates:N0} creates, the variants in turn; a round to warm up");
        for (var round = 0; round <= Rounds; round++)
        {
            await grouped.RunRoundAsync(round);
            await single.RunRoundAsync(round);
        }

        grouped.Print("group commit");
        single.Print("one transaction per create");
        Report.Line($"  each commit is one fsync of the write-ahead log (journal_mode=WAL, synchronous=FULL); checkpoints come on top");
        Report.AtLeast(grouped.MedianRate / single.MedianRate, Bar);
    }

    private sealed class Variant(
        SqliteStore store, Integration integration, ImmutableArray<ImmutableArray<string>> usersOfRounds) : IAsyncDisposable
    {
        private readonly Population population = new(store);
        private readonly List<double> rates = [];
        private readonly List<double> processorMicroseconds = [];
        private long creates;
        private long commits;

        public double MedianRate => Report.Median(rates);

        /// <summary>Loads as many users for each variant, with group commit in any case, then opens the store again as it is to be measured.</summary>
        public static async Task<Variant> PrepareAsync(Workbench bench, string name, int batchLimit, int creates)
        {
            Integration integration;
            var users = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
            await using (var loading = await bench.OpenAsync(name))
            {
                var population = new Population(loading);
                integration = (await population.AddIntegrationsAsync(count: 1))[0];
                for (var round = 0; round <= Rounds; round++)
                    users.Add((await population.AddUsersAsync($"round-{round}", GroupedCreates))[..creates]);
            }

            var store = new SqliteStore(new SqliteStoreOptions { Path = bench.PathOf(name), BatchLimit = batchLimit });
            await store.PrepareAsync(CancellationToken.None);
            return new Variant(store, integration, users.ToImmutable());
        }

        public async Task RunRoundAsync(int round)
        {
            var users = usersOfRounds[round];
            var before = store.CommitCount;
            var processorBefore = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            await Population.ForEachAsync(
                users, user => population.CreateAsync(user, integration, JsonText.EmptyObject), Callers);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (round == 0)
                return;

            rates.Add(users.Length / elapsed.TotalSeconds);
            processorMicroseconds.Add((Environment.CpuUsage.TotalTime - processorBefore).TotalMicroseconds / users.Length);
            creates += users.Length;
            commits += store.CommitCount - before;
        }

        public void Print(string name) => Report.Line(
            $"  {name,-27} median {MedianRate,8:N0} creates/s ({rates.Min():N0}–{rates.Max():N0}), {(double)creates / commits:0.0} creates per commit, {Report.Median(processorMicroseconds):N0} µs of processor per create");

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
