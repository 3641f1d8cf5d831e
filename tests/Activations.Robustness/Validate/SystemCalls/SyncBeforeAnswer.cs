namespace Activations.Robustness.Validate.SystemCalls;

/// <summary>
/// Whether each answer left when what it acknowledges was on the disk. The calls were all writes, one after another, so that
/// between two answers there is one commit: bytes written to the log, and behind the last of them a sync that succeeded.
/// </summary>
internal static class SyncBeforeAnswer
{
    /// <summary>Checks a trace.</summary>
    /// <param name="calls">The calls on the log and on the sockets, in their order.</param>
    /// <param name="log">The path of the log.</param>
    /// <returns>How many answers ended, and what is wrong with them.</returns>
    public static (int Answers, List<string> Violations) Check(IEnumerable<SystemCall> calls, string log)
    {
        var (answers, violations) = (0, new List<string>());
        var (hasWritten, isDirty) = (false, false);
        var syncs = new Dictionary<int, bool>(); // those that run: whether nothing was written since they began
        foreach (var call in calls)
        {
            if (call.Target == log && call.Name is "fsync" or "fdatasync")
            {
                if (call.IsBeginning)
                    syncs[call.Number] = true;
                else if (syncs.Remove(call.Number, out var coversAll) && coversAll && call.HasSucceeded)
                    isDirty = false;
            }
            else if (call.Target == log)
            {
                // Both at its beginning and its end: a sync that began between the two need not have seen it.
                (hasWritten, isDirty) = (true, true);
                foreach (var sync in syncs.Keys.ToList())
                    syncs[sync] = false;
            }
            else if (call.IsBeginning && IsSocket(call.Target) && Answers.In(call.Bytes) is { HasPart: true } sent)
            {
                if (isDirty)
                    violations.Add($"Answer {answers + 1} left before what was written to the log was synced.");
                else if (!hasWritten)
                    violations.Add($"Answer {answers + 1} left before anything was written to the log.");
                answers += sent.Ended;
                if (sent.Ended > 0)
                    (hasWritten, isDirty) = (false, false);
            }
        }

        return (answers, violations);
    }

    private static bool IsSocket(string target) =>
        target.StartsWith("TCP", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal);
}
