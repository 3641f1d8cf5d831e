using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>A connection that is to be created.</summary>
/// <param name="Name">Its name; not empty.</param>
/// <param name="Action">The credentials for calling the connector.</param>
/// <param name="Trigger">The credentials for being called by it.</param>
/// <param name="Variables">Its settings.</param>
public sealed record ConnectionDraft(
    string Name,
    ImmutableArray<CredentialDraft> Action,
    ImmutableArray<CredentialDraft> Trigger,
    ImmutableArray<ConnectionVariable> Variables)
{
    /// <summary>Checks that the data of each credential matches its type (B5).</summary>
    /// <param name="path">The path of the connection in the request.</param>
    /// <param name="violations">Where to report.</param>
    public void CheckCredentials(string path, Violations violations)
    {
        foreach (var (list, credentials) in new[] { ("action", Action), ("trigger", Trigger) })
        {
            foreach (var (index, credential) in credentials.Index())
            {
                CredentialTypes.Check(
                    credential.Type, credential.Data, $"{path}.credentials.{list}[{index}].credential.data", violations);
            }
        }
    }

    /// <summary>Makes the connection.</summary>
    /// <param name="connector">What it connects to.</param>
    /// <param name="ids">Where ids come from.</param>
    /// <param name="now">The present.</param>
    public Connection ToConnection(ConnectorId connector, IIdSource ids, DateTimeOffset now) => new()
    {
        Id = ids.Next<ConnectionId>(),
        ConnectorId = connector,
        Name = Name,
        Credentials = new ConnectionCredentials(
            [.. Action.Select(c => c.ToCredential(ids))], [.. Trigger.Select(c => c.ToCredential(ids))]),
        Variables = Variables,
        CreatedAt = now,
        UpdatedAt = now,
    };
}

/// <summary>A credential that is to be created, with the auth scheme it serves.</summary>
/// <param name="AuthScheme">The auth scheme.</param>
/// <param name="Name">The credential's name.</param>
/// <param name="Type">One of <see cref="CredentialTypes.All"/>.</param>
/// <param name="Data">The data. Secret.</param>
public sealed record CredentialDraft(AuthScheme AuthScheme, string Name, string Type, JsonText Data)
{
    internal ConnectionCredential ToCredential(IIdSource ids) => new(
        ids.Next<CredentialId>(), AuthScheme, new Credential(ids.Next<CredentialId>(), Name, Type, Data));
}
