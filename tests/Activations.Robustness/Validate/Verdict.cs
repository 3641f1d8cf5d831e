using System.Collections.Immutable;
using System.Globalization;
using Activations.Robustness.Model;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Validate;

/// <summary>What the recorded calls say about the service.</summary>
internal sealed class Verdict
{
    private readonly ImmutableArray<Call> calls;

    private Verdict(ImmutableArray<Call> calls, ImmutableArray<string> violations)
    {
        this.calls = calls;
        Violations = violations;
    }

    /// <summary>What can't be explained by the rules: one entry for each user, as short as it gets.</summary>
    public ImmutableArray<string> Violations { get; }

    /// <summary>How many calls took effect.</summary>
    public int Succeeded => calls.Count(c => c.Outcome is Outcome.Ok);

    /// <summary>How many calls may have taken effect.</summary>
    public int Unknown => calls.Count(c => c.Outcome is Outcome.Unknown);

    /// <summary>
    /// Reads a history, on a thread of its own: that takes seconds, in which the databases and proxies of other tests answer
    /// on the pool's threads.
    /// </summary>
    /// <param name="history">Every call, with a last look at every user.</param>
    public static Task<Verdict> OnAsync(History history) => Task.Factory.StartNew(
        () => On(history), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Fails the test if there is a violation.</summary>
    /// <param name="seed">What makes the traffic again.</param>
    public void AssertNothingIsWrong(int seed)
    {
        Assert.True(Violations.IsEmpty, $"Seed {seed}. {this}\n{string.Join("\n\n", Violations.Take(3))}");
        Assert.True(Succeeded > calls.Length / 4, $"Seed {seed}. Few calls had an effect. {this}");
    }

    public override string ToString()
    {
        var reasons = calls.Select(c => c.Outcome).OfType<Outcome.Refused>().CountBy(r => r.Reason).OrderByDescending(r => r.Value);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{calls.Length:N0} calls: {Succeeded:N0} ok, {Unknown:N0} unknown, refused: {string.Join(", ", reasons.Select(r => $"{r.Value:N0} {r.Key}"))}.");
    }

    private static Verdict On(History history)
    {
        var calls = history.Calls;
        var violations = calls
            .GroupBy(c => c.User)
            .Where(user => !Linearizability.Holds(user))
            .Select(user => $"No order of these calls about {user.Key} is allowed:\n{string.Join('\n', Counterexample.Of(user))}");
        return new Verdict(calls, [.. violations, .. SharedIds(calls)]);
    }

    /// <summary>An id that two users have.</summary>
    private static IEnumerable<string> SharedIds(ImmutableArray<Call> calls) => calls
        .SelectMany(c => c.Outcome is Outcome.Ok(var reply) ? IdsIn(reply).Select(id => (id, c.User)) : [])
        .Distinct()
        .GroupBy(pair => pair.id, pair => pair.User)
        .Where(users => users.Count() > 1)
        .Select(users => $"The id {users.Key} belongs to {string.Join(" and ", users)}.");

    private static IEnumerable<string> IdsIn(Reply reply) => reply switch
    {
        Reply.User user => [user.Id],
        Reply.Connection connection => [connection.Id],
        Reply.Activation activation => [activation.Id],
        Reply.Everything everything => [.. everything.Activations.Select(a => a.Id), .. everything.Connections.Select(c => c.Id)],
        _ => [],
    };
}
