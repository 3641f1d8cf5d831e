namespace Activations.Grpc.Tests.Access;

/// <summary>The time, or a time of the test's own choice that goes on from there.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift; // in ticks

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref shift));

    /// <inheritdoc />
    public override long GetTimestamp() =>
        System.GetTimestamp() + (Interlocked.Read(ref shift) * TimestampFrequency / TimeSpan.TicksPerSecond);
}
