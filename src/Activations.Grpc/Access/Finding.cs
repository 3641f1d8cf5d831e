using Activations.Grpc.Errors;
using Activations.V1;

namespace Activations.Grpc.Access;

/// <summary>What was found out about a caller: who it is, or why nobody knows.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Failure">Why nobody knows.</param>
internal readonly record struct Finding(Caller? Caller, Failure? Failure)
{
    /// <summary>There are no credentials.</summary>
    public static Finding NoCredentials { get; } = Refused(
        "The call needs credentials: an API key or an end user's token, in the header 'Authorization'.");

    /// <summary>What was sent is nothing that could be checked.</summary>
    public static Finding NotOneCredential { get; } = Refused(
        "The header 'Authorization' must hold one credential: 'Bearer <API key>', 'Bearer <token>' or 'JWT <token>', of at most 8 KiB.");

    /// <summary>
    /// The credentials prove nothing. It does not say why: whether there is such a key is nothing to tell to somebody who
    /// does not hold it.
    /// </summary>
    public static Finding NotValid { get; } = Refused("The credentials are not valid.");

    /// <summary>The caller was found.</summary>
    public static Finding Of(Caller caller) => new(caller, null);

    /// <summary>The credentials are not accepted.</summary>
    /// <param name="message">Why; only of somebody who proved to hold the secret.</param>
    public static Finding Refused(string message) => new(null, new Failure(ErrorReason.Unauthenticated, message));
}

/// <summary>Why it is not known who makes a call. Answered by <see cref="Authorization"/>.</summary>
/// <param name="Failure">The answer.</param>
internal sealed record FailedAuthentication(Failure Failure);
