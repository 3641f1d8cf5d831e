using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Activations.Robustness.Model;

namespace Activations.Robustness.Traffic;

/// <summary>Makes calls and records each with its start, its end and its outcome.</summary>
/// <param name="scene">What the calls are about.</param>
internal sealed class History(Scene scene)
{
    private readonly ConcurrentQueue<Call> calls = [];
    private readonly long begin = Stopwatch.GetTimestamp();
    private int lastNumber;

    /// <summary>What the calls are about.</summary>
    public Scene Scene => scene;

    /// <summary>All calls so far, in the order in which they ended.</summary>
    public ImmutableArray<Call> Calls => [.. calls];

    /// <summary>Makes a call about a user.</summary>
    /// <returns>The call; nobody else waits for it.</returns>
    public async Task<Call> CallAsync(Transport transport, string user, UserRequest request, TimeSpan patience)
    {
        var number = Interlocked.Increment(ref lastNumber);
        var start = Now();
        var answer = await transport.SendAsync(request.ToMessage(scene, user), patience);
        var call = new Call(number, user, transport.Name, request, start, Now(), answer.ToOutcome());
        calls.Enqueue(call);
        return call;
    }

    /// <summary>Reads all that there is of a user, and records it as one call, since nothing changes meanwhile.</summary>
    public async Task ReadEverythingAsync(Transport transport, string user)
    {
        var number = Interlocked.Increment(ref lastNumber);
        var start = Now();
        var outcome = await Everything.ReadAsync(transport, scene, user);
        calls.Enqueue(new Call(number, user, transport.Name, new UserRequest.ReadEverything(), start, Now(), outcome));
    }

    /// <summary>The ids of the activations that the last looks at the users have shown.</summary>
    public IEnumerable<string> LastActivations() => calls
        .Select(call => call.Outcome is Outcome.Ok(Reply.Everything everything) ? everything : null)
        .SelectMany(everything => everything?.Activations ?? [])
        .Select(activation => activation.Id);

    private long Now() => Stopwatch.GetElapsedTime(begin).Ticks;
}
