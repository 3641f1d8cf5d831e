namespace Activations.Robustness.Subject;

/// <summary>A service that breaks a promise, so that the suite can show that it would notice.</summary>
internal enum Mutant
{
    /// <summary>The service as it is.</summary>
    None,

    /// <summary>Success is answered before the change is committed.</summary>
    AcknowledgesBeforeTheCommit,

    /// <summary>Changes of one user by different services of the contract are not queued up behind each other: slower, but right.</summary>
    ForgetsTheQueue,

    /// <summary>As before, and a change is saved whatever the user's version is.</summary>
    ForgetsTheVersionCheck,

    /// <summary>Request ids are not remembered.</summary>
    ForgetsTheRequestId,

    /// <summary>After the process was killed, one activation in a thousand is gone.</summary>
    LosesOneWriteInAThousandAfterAKill,
}
