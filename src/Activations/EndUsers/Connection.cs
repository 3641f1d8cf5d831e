using System.Collections.Immutable;
using System.Text;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>An end user's authenticated link to a connector.</summary>
public sealed record Connection
{
    /// <summary>The connection's id.</summary>
    public required ConnectionId Id { get; init; }

    /// <summary>What it connects to.</summary>
    public required ConnectorId ConnectorId { get; init; }

    /// <summary>Its name; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>The credentials. Secret.</summary>
    public required ConnectionCredentials Credentials { get; init; }

    /// <summary>Its settings.</summary>
    public ImmutableArray<ConnectionVariable> Variables { get; init; } = [];

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The bytes of JSON in it, as they count for the user's limit.</summary>
    public int JsonByteCount =>
        Credentials.All.Sum(c => c.AuthScheme.Config.ByteCount + c.Credential.Data.ByteCount)
        + Variables.Sum(v => Encoding.UTF8.GetByteCount(v.Name) + Encoding.UTF8.GetByteCount(v.Value));
}

/// <summary>A name and its value.</summary>
/// <param name="Name">The name; not empty.</param>
/// <param name="Value">The value; may be empty.</param>
public sealed record ConnectionVariable(string Name, string Value);

/// <summary>The credentials of a connection, by what they are used for.</summary>
/// <param name="Action">Used when the integration calls the connector.</param>
/// <param name="Trigger">Used when the connector calls the integration.</param>
public sealed record ConnectionCredentials(
    ImmutableArray<ConnectionCredential> Action, ImmutableArray<ConnectionCredential> Trigger)
{
    /// <summary>No credentials.</summary>
    public static ConnectionCredentials None { get; } = new([], []);

    /// <summary>All of them.</summary>
    public IEnumerable<ConnectionCredential> All => Action.Concat(Trigger);
}

/// <summary>One credential together with the auth scheme it serves.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AuthScheme">The auth scheme.</param>
/// <param name="Credential">The credential.</param>
public sealed record ConnectionCredential(CredentialId Id, AuthScheme AuthScheme, Credential Credential);

/// <summary>What authenticates a connection.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">One of <see cref="CredentialTypes.All"/>.</param>
/// <param name="Data">What the type asks for. Secret.</param>
public sealed record Credential(CredentialId Id, string Name, string Type, JsonText Data);
