using System.Net;
using Activations.Robustness.Faults.MongoDb;

namespace Activations.Robustness;

/// <summary>
/// What the database answers to a write, true or not: an acknowledged write is there once, a refused one left no trace, an
/// unknown one is one or the other, and none is there twice. Against a MongoDB of the suite's own.
/// </summary>
public sealed class MongoScriptTests(MongoScriptTests.Scene scene) : IClassFixture<MongoScriptTests.Scene>
{
    private const int EveryTime = 1000;

    /// <summary>Enough for all attempts that the service makes.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1.5);

    private const string Create = "create a user";
    private const string Delete = "delete a user";

    private static readonly Dictionary<string, Misbehaviour> Misbehaviours = new()
    {
        ["is not primary, once"] = new(Reaction.NotPrimary(isApplied: false, isRetryable: true), 1, WriteOutcome.Done),
        ["is not primary, once, without the label"] = new(Reaction.NotPrimary(isApplied: false, isRetryable: false), 1, WriteOutcome.Done) { Untraced = [Create, Delete] },
        ["writes and is not primary, once"] = new(Reaction.NotPrimary(isApplied: true, isRetryable: true), 1, WriteOutcome.Done),
        ["writes and is not primary, once, without the label"] = new(Reaction.NotPrimary(isApplied: true, isRetryable: false), 1, WriteOutcome.Done) { Untraced = [Delete] },
        ["writes and is not primary, three times"] = new(Reaction.NotPrimary(isApplied: true, isRetryable: true), 3, WriteOutcome.Done) { Untraced = [Delete] },
        ["is not primary"] = new(Reaction.NotPrimary(isApplied: false, isRetryable: true), EveryTime, WriteOutcome.Unknown),
        ["writes and is not primary"] = new(Reaction.NotPrimary(isApplied: true, isRetryable: false), EveryTime, WriteOutcome.Unknown) { Found = Create },
        ["has no majority, once"] = new(Reaction.WriteConcernTimeout(), 1, WriteOutcome.Done) { Untraced = [Delete] },
        ["has no majority"] = new(Reaction.WriteConcernTimeout(), EveryTime, WriteOutcome.Unknown),
        ["shuts down, once"] = new(Reaction.Shutdown(), 1, WriteOutcome.Done),
        ["shuts down"] = new(Reaction.Shutdown(), EveryTime, WriteOutcome.Unknown),
        ["is out of time, once"] = new(Reaction.TimeLimitExceeded(isApplied: false), 1, WriteOutcome.Done) { Untraced = [Create, Delete] },
        ["writes and is out of time, once"] = new(Reaction.TimeLimitExceeded(isApplied: true), 1, WriteOutcome.Done) { Untraced = [Delete] },
        ["writes and is out of time"] = new(Reaction.TimeLimitExceeded(isApplied: true), EveryTime, WriteOutcome.Unknown) { Found = Create },
        ["closes the connection, once"] = new(Reaction.Close(isApplied: false), 1, WriteOutcome.Done) { IsAlone = true },
        ["writes and closes the connection, once"] = new(Reaction.Close(isApplied: true), 1, WriteOutcome.Done) { IsAlone = true },
        ["writes and closes the connection, three times"] = new(Reaction.Close(isApplied: true), 3, null),
        ["writes and closes the connection"] = new(Reaction.Close(isApplied: true), EveryTime, null),
        ["does not answer"] = new(Reaction.Silence(isApplied: false), 1, WriteOutcome.Unknown),
        ["writes and does not answer"] = new(Reaction.Silence(isApplied: true), 1, WriteOutcome.Unknown),
        ["answers late"] = new(Reaction.Delay(TimeSpan.FromMilliseconds(300)), 1, WriteOutcome.Done),
    };

    public static TheoryData<string> EachMisbehaviour => [.. Misbehaviours.Keys];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(EachMisbehaviour))]
    public Task The_caller_is_told_the_truth_if_the_database(string misbehaves) =>
        CheckAsync(Misbehaviours[misbehaves], [.. WriteUnderFault.Kinds.Keys]);

    [Fact]
    public Task A_duplicate_that_is_not_there_is_not_believed() =>
        CheckAsync(new(Reaction.Duplicate(isApplied: false), 1, WriteOutcome.Done), Create);

    [Fact]
    public Task A_duplicate_that_is_the_write_itself_is_a_success() =>
        CheckAsync(new(Reaction.Duplicate(isApplied: true), 1, WriteOutcome.Done), Create);

    [Fact]
    public async Task Every_write_asks_for_a_journaled_majority_and_every_read_for_what_a_majority_has()
    {
        foreach (var write in WriteUnderFault.Kinds.Values.Select(kind => kind()))
        {
            await write.PrepareAsync(scene.Service, Cancellation);
            Assert.Equal(WriteOutcome.Done, await write.TryAsync(scene.Service, Long));
            Assert.Equal(1, await write.CountAsync(scene.Service, Cancellation));
        }

        var sent = scene.Peer.Commands;
        Assert.All(sent.Where(command => command.IsWrite), command =>
        {
            var concern = command.Document["writeConcern"].AsBsonDocument;
            Assert.Equal(("majority", true), (concern["w"].AsString, concern["j"].AsBoolean));
            Assert.NotNull(command.TransactionNumber);
        });
        Assert.All(sent.Where(command => command.Name is "find" or "aggregate"), command =>
        {
            Assert.Equal("majority", command.Document["readConcern"]["level"].AsString);
            Assert.Equal("primary", command.Document.GetValue("$readPreference", new MongoDB.Bson.BsonDocument("mode", "primary"))["mode"]);
        });
        string[] expected = ["aggregate", "createIndexes", "delete", "find", "insert", "update"];
        Assert.Superset(expected.ToHashSet(), sent.Select(command => command.Name).ToHashSet());
    }

    private async Task CheckAsync(Misbehaviour misbehaviour, params string[] kinds)
    {
        var writes = kinds.Select(kind => WriteUnderFault.Kinds[kind]()).ToList();
        foreach (var write in writes)
            await write.PrepareAsync(scene.Service, Cancellation);
        var before = writes.Select(write => VersionOf(write.User)).ToList();

        var rules = writes.Select(write => scene.Peer.Script.Add(
            write.Command, misbehaviour.Reaction, "endUsers", write.User, times: misbehaviour.Times)).ToList();
        var deadline = misbehaviour.Expected == WriteOutcome.Unknown ? Short : Long;
        var outcomes = misbehaviour.IsAlone
            ? await OneByOneAsync(writes, deadline)
            : await Task.WhenAll(writes.Select(write => write.TryAsync(scene.Service, deadline)));
        rules.ForEach(rule => rule.Dispose());
        scene.Peer.Confirm();
        await scene.Service.BecomesAsync(HttpStatusCode.OK, Long, Cancellation);

        foreach (var (index, kind) in kinds.Index())
        {
            Assert.True(outcomes[index] == (misbehaviour.Of(kind) ?? outcomes[index]), $"{kind}: {writes[index].Answer}");
            var count = await writes[index].CountAsync(scene.Service, Cancellation);
            var isTrue = outcomes[index] switch { WriteOutcome.Done => count == 1, WriteOutcome.Refused => count == 0, _ => count is 0 or 1 };
            Assert.True(isTrue, $"{kind}: there {count} times, {writes[index].Answer}");
            var saves = VersionOf(writes[index].User) - before[index];
            Assert.True(saves is null or 0 or 1, $"{kind}: saved {saves} times");
        }
    }

    private async Task<WriteOutcome[]> OneByOneAsync(IEnumerable<WriteUnderFault> writes, TimeSpan deadline)
    {
        var outcomes = new List<WriteOutcome>();
        foreach (var write in writes)
            outcomes.Add(await write.TryAsync(scene.Service, deadline));
        return [.. outcomes];
    }

    /// <summary>How often a user was saved; null where there is none.</summary>
    private long? VersionOf(string user) =>
        scene.Peer.Read("endUsers").SingleOrDefault(document => document["externalId"] == user)?["version"].ToInt64();

    /// <summary>What the database does.</summary>
    /// <param name="Reaction">To a write.</param>
    /// <param name="Times">To how many of them.</param>
    /// <param name="Expected">What the caller has to be told; the truth, whichever it is, if null: where many connections end.</param>
    private sealed record Misbehaviour(Reaction Reaction, int Times, WriteOutcome? Expected)
    {
        /// <summary>Whether each write is tried by itself: where a connection ends, the driver gives up the others too.</summary>
        public bool IsAlone { get; init; }

        /// <summary>The kinds of writes of which nothing tells afterwards whether they took place.</summary>
        public string[] Untraced { get; init; } = [];

        /// <summary>The kind of write that is looked for, and found.</summary>
        public string? Found { get; init; }

        public WriteOutcome? Of(string kind) =>
            Untraced.Contains(kind) ? WriteOutcome.Unknown : kind == Found ? WriteOutcome.Done : Expected;
    }

    /// <summary>A service and its database, for all tests of the class.</summary>
    public sealed class Scene : IAsyncLifetime
    {
        internal MongoPeer Peer { get; } = MongoPeer.Start();

        internal FaultedService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Service = await FaultedService.StartAsync(Peer.ConnectionString);
            await Service.PrepareAsync(Cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            await Service.DisposeAsync();
            await Peer.DisposeAsync();
        }
    }
}
