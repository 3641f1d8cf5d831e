using System.Globalization;
using Activations.Robustness.Model;

namespace Activations.Robustness.Traffic;

/// <summary>A call that was made, and what the caller knows of it.</summary>
/// <param name="Number">Identifies it.</param>
/// <param name="User">The external id of the user it was about.</param>
/// <param name="Transport">How it was made.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Start">When it was sent, in ticks of the run's clock.</param>
/// <param name="End">When its answer was there; it may have taken effect later, if the outcome is unknown.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record Call(
    int Number, string User, string Transport, UserRequest Request, long Start, long End, Outcome Outcome)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Number,-5} {Start / 10_000.0,10:N1}–{End / 10_000.0,-10:N1} ms  {Transport,-4}  {Request}  ->  {Outcome}");
}

/// <summary>What a caller knows of a call. The family is closed.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>It took effect.</summary>
    public sealed record Ok(Reply Reply) : Outcome;

    /// <summary>It did not, and never will.</summary>
    /// <param name="Reason">The reason, without its prefix.</param>
    public sealed record Refused(string Reason) : Outcome;

    /// <summary>It may have taken effect, or may yet do so.</summary>
    /// <param name="Why">Why that is not known.</param>
    /// <param name="Reply">What was answered if it did; null if that is not known either.</param>
    public sealed record Unknown(string Why, Reply? Reply = null) : Outcome;
}
