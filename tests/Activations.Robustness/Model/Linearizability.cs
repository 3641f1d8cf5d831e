using System.Collections.Immutable;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Model;

/// <summary>
/// Whether the calls about one user can be put into an order that the rules allow and in which each takes effect between
/// its start and its end (Herlihy and Wing, "Linearizability", 1990). One whose outcome is unknown takes effect at any time
/// after its start, or never. A depth-first search that passes over what it has seen (Wing and Gong, 1993; Lowe, 2017).
/// </summary>
internal sealed class Linearizability
{
    private const int MaxSteps = 500_000;

    private static readonly ImmutableHashSet<string> AlwaysAllowed = ["CONCURRENT_MODIFICATION", "OVERLOADED"];

    private readonly ImmutableArray<Call> calls;
    private readonly HashSet<(string Done, string State)> seen = [];
    private readonly bool[] isDone;
    private readonly int maxSteps;
    private int knownLeft;

    private Linearizability(IEnumerable<Call> calls, int maxSteps)
    {
        this.calls = [.. calls.Where(Matters).OrderBy(EndOf)];
        this.maxSteps = maxSteps;
        isDone = new bool[this.calls.Length];
        knownLeft = this.calls.Count(c => c.Outcome is not Outcome.Unknown);
    }

    /// <summary>Whether there is such an order.</summary>
    /// <exception cref="InvalidOperationException">There are too many orders to say.</exception>
    public static bool Holds(IEnumerable<Call> callsOfOneUser)
    {
        var search = new Linearizability(callsOfOneUser, MaxSteps);
        return search.IsLinearizable(UserState.Absent) ?? throw new InvalidOperationException(
            $"No order of {search.calls.Length} calls was found in {MaxSteps} steps.");
    }

    /// <summary>Whether it is certain that there is no such order.</summary>
    /// <param name="callsOfOneUser">The calls.</param>
    /// <param name="maxSteps">How much may be tried; what is still open then is not certain.</param>
    public static bool IsRefuted(IEnumerable<Call> callsOfOneUser, int maxSteps) =>
        new Linearizability(callsOfOneUser, maxSteps).IsLinearizable(UserState.Absent) is false;

    /// <summary>Null if there are too many orders to say.</summary>
    private bool? IsLinearizable(UserState state)
    {
        if (knownLeft == 0)
            return true;
        if (seen.Count == maxSteps)
            return null;
        if (!seen.Add((string.Create(isDone.Length, isDone, WriteDone), state.Key)))
            return false;

        var firstEnd = FirstEnd();
        for (var i = 0; i < calls.Length; i++)
        {
            if (isDone[i] || calls[i].Start > firstEnd || Apply(state, calls[i]) is not { } next)
                continue;
            Mark(i, done: true);
            if (IsLinearizable(next) is not false and var answer)
                return answer;
            Mark(i, done: false);
        }

        return false;
    }

    private static void WriteDone(Span<char> text, bool[] isDone)
    {
        for (var i = 0; i < isDone.Length; i++)
            text[i] = isDone[i] ? '1' : '0';
    }

    private void Mark(int call, bool done)
    {
        isDone[call] = done;
        if (calls[call].Outcome is not Outcome.Unknown)
            knownLeft += done ? -1 : 1;
    }

    /// <summary>No call that started later can come next.</summary>
    private long FirstEnd()
    {
        for (var i = 0; i < calls.Length; i++)
        {
            if (!isDone[i])
                return EndOf(calls[i]);
        }

        return long.MaxValue;
    }

    private static UserState? Apply(UserState state, Call call)
    {
        var refusal = call.Request.RefusalIn(state);
        switch (call.Outcome)
        {
            case Outcome.Refused(var reason):
                return refusal == reason || AlwaysAllowed.Contains(reason) ? state : null;
            case Outcome.Unknown(_, var reply) when refusal is null:
                var next = Succeed(state, call, reply);
                return next?.Key == state.Key ? null : next; // that it never takes effect is tried too: by leaving it out
            case Outcome.Ok(var reply) when refusal is null:
                return Succeed(state, call, reply);
            default:
                return null;
        }
    }

    private static UserState? Succeed(UserState state, Call call, Reply? reply)
    {
        var effect = call.Request.Effect(state, call.Number);
        return reply is null ? effect : call.Request.Observe(state, effect, call.Number, reply);
    }

    private static bool Matters(Call call) => call.Outcome is not Outcome.Unknown || !call.Request.IsRead;

    private static long EndOf(Call call) => call.Outcome is Outcome.Unknown ? long.MaxValue : call.End;
}
