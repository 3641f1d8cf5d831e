using Activations.Errors;

namespace Activations.EndUsers;

/// <summary>How much an end user holds. The limits are the same in every store.</summary>
/// <param name="Connections">How many connections.</param>
/// <param name="Activations">How many activations.</param>
/// <param name="JsonBytes">The bytes of JSON in them.</param>
/// <param name="RequestIds">How many request ids were used within the time for which they are remembered.</param>
public readonly record struct EndUserUsage(int Connections, int Activations, long JsonBytes, int RequestIds)
{
    /// <summary>The most connections of a user.</summary>
    public const int MaxConnections = 1_000;

    /// <summary>The most activations of a user.</summary>
    public const int MaxActivations = 1_000;

    /// <summary>The most bytes of JSON of a user: 8 MiB.</summary>
    public const long MaxJsonBytes = 8 * 1024 * 1024;

    /// <summary>The most request ids that are remembered for a user.</summary>
    public const int MaxRequestIds = 1_000;

    /// <summary>Ends the call if this is more than a user may hold.</summary>
    /// <exception cref="LimitExceededException">It is.</exception>
    public void ThrowIfExceeded()
    {
        if (Connections > MaxConnections)
            throw LimitExceededException.User($"{MaxConnections:N0} connections");
        if (Activations > MaxActivations)
            throw LimitExceededException.User($"{MaxActivations:N0} activations");
        if (JsonBytes > MaxJsonBytes)
            throw LimitExceededException.User("8 MiB of variables and credentials");
        if (RequestIds > MaxRequestIds)
            throw LimitExceededException.RequestIds(MaxRequestIds);
    }
}
