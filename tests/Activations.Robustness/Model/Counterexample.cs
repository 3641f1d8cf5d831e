using System.Collections.Immutable;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Model;

/// <summary>
/// Makes a history that can't be explained as short as it gets. What is taken away can't be what makes it wrong: leaving out
/// the end, a read or a refusal, or forgetting that a call took effect, never turns a right history into a wrong one. Each
/// call that is forgotten multiplies the orders, so that a shorter history counts only where few steps show that it is wrong.
/// </summary>
internal sealed class Counterexample
{
    private const int MaxSteps = 20_000;

    private readonly ImmutableHashSet<int> essential;
    private readonly ImmutableArray<Call> calls;

    private Counterexample(IEnumerable<Call> all, ImmutableArray<Call> wrong)
    {
        var numbers = wrong.Select(c => c.Number).ToHashSet();
        calls = [.. all.Where(c => numbers.Contains(c.Number)).OrderBy(c => c.End)];
        essential = [.. wrong.Where(c => c.Outcome is not Outcome.Unknown).Select(c => c.Number)];
    }

    /// <summary>A short part that still can't be explained.</summary>
    /// <param name="callsOfOneUser">A history that can't be.</param>
    public static Counterexample Of(IEnumerable<Call> callsOfOneUser)
    {
        ImmutableArray<Call> all = [.. callsOfOneUser.OrderBy(c => c.End)];
        var calls = FirstWrongPrefix(all);
        foreach (var call in calls)
        {
            var without = calls.Remove(call);
            var forgotten = calls.Replace(call, Forget(call));
            if (HasNoEffect(call) && Linearizability.IsRefuted(without, MaxSteps))
                calls = without;
            else if (call.Outcome is Outcome.Ok && Linearizability.IsRefuted(forgotten, MaxSteps))
                calls = forgotten;
        }

        return new Counterexample(all, calls);
    }

    /// <summary>The calls; those whose outcomes contradict each other, whatever became of the others, are marked.</summary>
    public override string ToString() =>
        string.Join('\n', calls.Select(call => $"{(essential.Contains(call.Number) ? '>' : ' ')} {call}"));

    /// <summary>All that had started when the first answer came that nothing can explain.</summary>
    private static ImmutableArray<Call> FirstWrongPrefix(ImmutableArray<Call> calls)
    {
        var (right, wrong) = (0, calls.Length);
        while (wrong - right > 1)
        {
            var middle = (right + wrong) / 2;
            (right, wrong) = Linearizability.IsRefuted(Until(calls, middle), MaxSteps) ? (right, middle) : (middle, wrong);
        }

        return Until(calls, wrong);
    }

    private static ImmutableArray<Call> Until(ImmutableArray<Call> calls, int count)
    {
        var end = calls[count - 1].End;
        var later = calls.Skip(count).Where(c => c.Start <= end && !HasNoEffect(c)).Select(Forget);
        return [.. calls.Take(count), .. later];
    }

    private static Call Forget(Call call) =>
        call.Outcome is Outcome.Ok(var reply) ? call with { Outcome = new Outcome.Unknown("", reply) } : call;

    private static bool HasNoEffect(Call call) => call.Request.IsRead || call.Outcome is Outcome.Refused;
}
