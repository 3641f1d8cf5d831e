namespace Activations.Time;

/// <summary>
/// How quickly calls of one kind are done at present, and so whether one more is let in: not if it would wait too long. The
/// wait is that of Little's law: the calls that have begun, divided by those that are done in a second. While calls are done
/// quickly there is no queue, however many there are at once, and each is let in. A queue that is longer than callers like
/// is borne for a moment, since most are over by then; what would pass a caller's own deadline is refused at once.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="longestWait">The longest wait where calls have queued up for more than a moment.</param>
public sealed class Pace(TimeProvider time, TimeSpan longestWait)
{
    /// <summary>So many at once are let in whatever was measured, so that there is something to measure.</summary>
    public const int Least = 16;

    /// <summary>Where calls take no longer than that on average, they do not queue up; or not for long.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.25);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(0.25);

    private readonly Lock measures = new();
    private int begun;
    private double ended; // fades: in the long run, those that ended within the memory
    private double seconds; // that they took, fading likewise
    private long fadedAt;
    private long? slowSince;

    /// <summary>How many calls have been let in and have not ended.</summary>
    public int Begun => Volatile.Read(ref begun);

    /// <summary>Lets a call in, which has to be ended, or refuses it.</summary>
    /// <param name="patience">The longest that the call may wait.</param>
    /// <returns>When it began, a timestamp of the clock; null if it is refused.</returns>
    public long? TryBegin(TimeSpan patience)
    {
        var now = time.GetTimestamp();
        lock (measures)
        {
            Fade(now);
            if (begun >= Least && IsTooLong(IsStanding(now) && longestWait < patience ? longestWait : patience))
                return null;
            begun++;
            return now;
        }
    }

    /// <summary>Ends a call that was let in.</summary>
    /// <param name="begunAt">When it began.</param>
    /// <param name="isMeasured">Whether it says how quickly calls are done.</param>
    public void End(long begunAt, bool isMeasured = true)
    {
        var now = time.GetTimestamp();
        lock (measures)
        {
            begun--;
            if (begun == 0)
            {
                (ended, seconds, slowSince) = (0, 0, null); // nobody waits, whatever was before
                return;
            }

            if (!isMeasured)
                return;
            Fade(now);
            ended++;
            seconds += time.GetElapsedTime(begunAt, now).TotalSeconds;
            slowSince = IsSlow ? slowSince ?? now : null;
        }
    }

    private bool IsSlow => seconds > ended * Quick.TotalSeconds;

    private void Fade(long now)
    {
        var kept = Math.Exp(-time.GetElapsedTime(fadedAt, now) / Memory);
        (ended, seconds, fadedAt) = (ended * kept, seconds * kept, now);
    }

    private bool IsStanding(long now) => slowSince is { } since && time.GetElapsedTime(since, now) > Moment;

    private bool IsTooLong(TimeSpan wait) =>
        IsSlow && begun * Memory.TotalSeconds > ended * wait.TotalSeconds;
}
