namespace Activations.Time;

/// <summary>Time as every store keeps it: UTC, to the millisecond.</summary>
public static class MillisecondTime
{
    /// <summary>The present, with everything below a millisecond cut off.</summary>
    /// <param name="time">The clock.</param>
    public static DateTimeOffset GetUtcNowToTheMillisecond(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
