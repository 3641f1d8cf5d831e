using System.Collections.Immutable;
using Activations.Identifiers;
using Activations.Integrations;

namespace Activations.EndUsers;

/// <summary>
/// A user of a hub: the aggregate. Everything that must stay consistent about a user's connections and activations is
/// decided on one version of this record and saved against that version. It holds the parts that were loaded
/// (<see cref="EndUserParts"/>); asking for another part is a defect and throws, so that "not loaded" is never taken
/// for "not there".
/// </summary>
public sealed record EndUser
{
    /// <summary>The user's id; ours.</summary>
    public required EndUserId Id { get; init; }

    /// <summary>The hub and the hub owner's id of the user.</summary>
    public required EndUserKey Key { get; init; }

    /// <summary>Who owns the hub.</summary>
    public required OrganisationId OrganisationId { get; init; }

    /// <summary>A name to show; may be empty.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The connection to the hub's primary connector, if there is one. Always among those loaded.</summary>
    public required ConnectionId? PrimaryConnectionId { get; init; }

    /// <summary>Counts the saves.</summary>
    public required long Version { get; init; }

    /// <summary>How much the user holds in all, loaded or not.</summary>
    public required EndUserUsage Usage { get; init; }

    /// <summary>When the user was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the user's profile was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What was loaded.</summary>
    public required EndUserParts Parts { get; init; }

    /// <summary>The connections that were loaded.</summary>
    public ImmutableArray<Connection> Connections { get; init; } = [];

    /// <summary>The activations that were loaded.</summary>
    public ImmutableArray<Activation> Activations { get; init; } = [];

    /// <summary>The integrations that the user has activated, if they were asked for.</summary>
    public ImmutableHashSet<IntegrationId> ActivatedIntegrations { get; init; } = [];

    /// <summary>The request id that was asked for, if it was used within the time asked for.</summary>
    public UsedRequestId? UsedRequestId { get; init; }

    /// <summary>The primary connection, if there is one.</summary>
    public Connection? PrimaryConnection => PrimaryConnectionId is { } id ? ConnectionOrNull(id) : null;

    /// <summary>The user's connection with this id, if there is one.</summary>
    /// <param name="id">One that was asked for, or one that a loaded activation binds.</param>
    public Connection? FindConnection(ConnectionId id) =>
        ConnectionOrNull(id) ?? (Parts.Connections.Contains(id) ? null : throw NotLoaded($"connection {id}"));

    /// <summary>The user's activation with this id, if there is one.</summary>
    /// <param name="id">The one that was asked for.</param>
    public Activation? FindActivation(ActivationId id) =>
        Parts.Activation == id ? Activations.FirstOrDefault(a => a.Id == id) : throw NotLoaded($"activation {id}");

    /// <summary>The user's activation of an integration, if there is one.</summary>
    /// <param name="integration">The one that was asked for.</param>
    public Activation? FindActivationOf(IntegrationId integration) => Parts.ActivationOf == integration
        ? Activations.FirstOrDefault(a => a.IntegrationId == integration)
        : throw NotLoaded($"the activation of integration {integration}");

    /// <summary>
    /// The connection that serves a template: the one that the activation binds to it; without one, the primary connection
    /// if the template is primary.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="integration">The template's integration; its activation must have been asked for.</param>
    public Connection? FindConnectionFor(ConnectionTemplate template, IntegrationId integration)
    {
        ArgumentNullException.ThrowIfNull(template);
        var binding = FindActivationOf(integration)?.Bindings.FirstOrDefault(b => b.TemplateId == template.Id);
        return binding is null
            ? template.IsPrimary ? PrimaryConnection : null
            : FindConnection(binding.ConnectionId);
    }

    /// <summary>The user's activations that bind a connection.</summary>
    /// <param name="connection">The one that was asked for.</param>
    public ImmutableArray<Activation> FindActivationsBinding(ConnectionId connection) =>
        Parts.ActivationsBinding == connection
            ? [.. Activations.Where(a => a.Bindings.Any(b => b.ConnectionId == connection))]
            : throw NotLoaded($"the activations that bind connection {connection}");

    /// <summary>Whether the user has activated an integration.</summary>
    /// <param name="integration">Any.</param>
    public bool HasActivated(IntegrationId integration) => Parts.ActivatedIntegrations
        ? ActivatedIntegrations.Contains(integration)
        : throw NotLoaded("the integrations that are activated");

    /// <summary>What a request id was used for, if it was.</summary>
    /// <param name="requestId">The one that was asked for.</param>
    public UsedRequestId? FindRequestId(string requestId) => Parts.RequestId?.Value == requestId
        ? UsedRequestId
        : throw NotLoaded("that request id");

    private Connection? ConnectionOrNull(ConnectionId id) => Connections.FirstOrDefault(c => c.Id == id);

    private static InvalidOperationException NotLoaded(string what) => new($"The user was loaded without {what}.");
}

/// <summary>What identifies an end user to the hub's owner. Unique; compared ordinally.</summary>
/// <param name="HubId">The hub.</param>
/// <param name="ExternalId">The hub owner's id of the user: 1–255 characters, no control characters.</param>
public sealed record EndUserKey(HubId HubId, string ExternalId)
{
    /// <summary>The most characters of an external id.</summary>
    public const int MaxExternalIdLength = 255;
}
