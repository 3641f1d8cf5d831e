using System.Globalization;

namespace Activations.Robustness.Subject;

/// <summary>
/// A wall clock that somebody sets while the service runs: the time is wrong by as many seconds as a file says. Time spans
/// are measured rightly, as an operating system does whose wall clock is set.
/// </summary>
internal sealed class WrongClock(string path) : TimeProvider
{
    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + TimeSpan.FromSeconds(double.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture));
}
