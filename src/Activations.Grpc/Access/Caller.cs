using Activations.Access;
using Grpc.Core;

namespace Activations.Grpc.Access;

/// <summary>Who makes a call, as found out before it is handled.</summary>
/// <param name="Name">What the log calls them: an id, never a secret.</param>
/// <param name="Reach">What they can reach.</param>
/// <param name="Scopes">What they may do.</param>
internal sealed record Caller(string Name, Reach Reach, KeyScopes Scopes)
{
    /// <summary>Anybody, where nobody has to authenticate.</summary>
    public static Caller Anybody { get; } = new("anybody", Reach.Everything, KeyScopes.All);

    /// <summary>The operator, who called on the machine itself.</summary>
    public static Caller Operator { get; } = new("operator", Reach.Everything, KeyScopes.All);

    /// <summary>When what they authenticate with ends, if it does.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether it is somebody in particular.</summary>
    public bool IsKnown => !ReferenceEquals(this, Anybody);

    /// <summary>Whether it is an end user with a token of their own.</summary>
    public bool IsEndUser => Reach.ExternalId is not null;
}

/// <summary>The caller of a call.</summary>
internal static class CallerOfCall
{
    /// <summary>Who makes the call.</summary>
    /// <exception cref="InvalidOperationException">Nobody found out: a defect, by which nothing is let through.</exception>
    public static Caller Caller(this ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>() ?? throw new InvalidOperationException("The call has no caller.");

    /// <summary>What the caller can reach.</summary>
    public static Reach Reach(this ServerCallContext context) => context.Caller().Reach;
}
