namespace Activations.Client;

/// <summary>
/// How calls are repeated that failed in a way which may pass. The wait doubles from attempt to attempt, is shortened at random
/// by up to half so that callers don't come back all at once, and is never shorter than what the service asks for.
/// </summary>
public sealed class ActivationsRetryOptions
{
    /// <summary>How often a call is tried in all, 1–10: 4 unless it is set. 1 for no repeats.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>The wait before the second attempt: 200 ms unless it is set.</summary>
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait, unless the service asks for more: 5 s unless it is set.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(5);
}
