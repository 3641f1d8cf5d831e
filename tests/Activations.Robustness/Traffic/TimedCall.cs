namespace Activations.Robustness.Traffic;

/// <summary>A call that has ended, as its caller saw it.</summary>
/// <param name="Begun">When it was made, since its traffic began.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Answer">What came of it.</param>
internal readonly record struct TimedCall(TimeSpan Begun, TimeSpan Took, CallAnswer Answer)
{
    /// <summary>Whether it did what it was made for.</summary>
    public bool Succeeded => Answer.Reason == CallAnswer.Success;
}

/// <summary>What came of a call.</summary>
/// <param name="Reason">The reason of the refusal, or what stands for one here.</param>
/// <param name="SaysWhen">Whether the answer says when to try again.</param>
internal readonly record struct CallAnswer(string Reason, bool SaysWhen = false)
{
    public const string Success = "OK";

    /// <summary>The deadline passed, whoever noticed it first.</summary>
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";

    /// <summary>There was no place for it among the calls that are waited for.</summary>
    public const string NotMade = "NOT_MADE";
}
