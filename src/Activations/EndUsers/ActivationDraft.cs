using System.Collections.Immutable;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>A request to activate an integration, well formed but not decided on.</summary>
public sealed record ActivationDraft
{
    /// <summary>For whom.</summary>
    public required EndUserReference User { get; init; }

    /// <summary>What to activate.</summary>
    public required IntegrationId IntegrationId { get; init; }

    /// <summary>What to bind, in the request's order; the place in the list is in the paths of violations.</summary>
    public required ImmutableArray<BindingDraft> Connections { get; init; }

    /// <summary>The settings.</summary>
    public required JsonText DynamicVariables { get; init; }

    /// <summary>Makes the request safe to repeat; 1–255 characters.</summary>
    public string? RequestId { get; init; }

    /// <summary>What has to be loaded of the end user to decide.</summary>
    /// <param name="now">The present.</param>
    public EndUserParts Parts(DateTimeOffset now) => new()
    {
        ActivationOf = IntegrationId,
        Connections = [.. Connections.OfType<BindingDraft.ExistingConnection>().Select(c => c.ConnectionId).Distinct()],
        RequestId = RequestId is null ? null : new RequestIdPart(RequestId, now - UsedRequestId.RememberedFor),
    };
}

/// <summary>A connection for a template. The family is closed: every kind is in this file.</summary>
public abstract record BindingDraft
{
    private BindingDraft()
    {
    }

    /// <summary>The template.</summary>
    public required ConnectionTemplateId TemplateId { get; init; }

    /// <summary>One of the user's connections.</summary>
    /// <param name="ConnectionId">The connection.</param>
    public sealed record ExistingConnection(ConnectionId ConnectionId) : BindingDraft;

    /// <summary>A new connection.</summary>
    /// <param name="Connection">The connection.</param>
    public sealed record NewConnection(ConnectionDraft Connection) : BindingDraft;
}
