using System.Collections.Immutable;
using System.Text;
using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;
using Activations.Paging;

namespace Activations.Secrets;

/// <summary>
/// Looks at stored secrets: which keys encrypted them, and whether the keys at hand open them. Of the end users it looks at
/// the first and the last ones, since a key that was changed shows there.
/// </summary>
/// <param name="store">A store whose secrets are sealed.</param>
public sealed class SecretInspection(SealedStore store)
{
    private const int CatalogueLimit = 1_000;
    private const int UserLimit = 500;
    private const int ConnectionLimit = 100;

    private readonly SortedDictionary<string, SecretFinding> found = new(StringComparer.Ordinal);

    /// <summary>Looks.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was found, by the ids of the keys; an empty id stands for secrets in clear.</returns>
    public async Task<ImmutableArray<SecretFinding>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var hub in (await store.Hubs.ListAllAsync(new PageRequest<HubId>(CatalogueLimit), cancellationToken)).Rows)
            Look(hub.PrimaryConnector.AuthScheme.Config, isSecret: hub.PrimaryConnector.AuthScheme.HasSecretsInClear());
        var integrations = await store.Integrations.ListAllAsync(new PageRequest<IntegrationId>(CatalogueLimit), cancellationToken);
        foreach (var template in integrations.Rows.SelectMany(integration => integration.Templates))
            Look(template.Connector.AuthScheme.Config, isSecret: template.Connector.AuthScheme.HasSecretsInClear());

        var first = await store.EndUsers.ListAllAsync(new PageRequest<EndUserId>(UserLimit), cancellationToken);
        var last = first.HasNext
            ? await store.EndUsers.ListAllAsync(
                new PageRequest<EndUserId>(UserLimit, Before: EndUserId.From(Ulid.MaxValue)), cancellationToken)
            : first;
        foreach (var user in first.Rows.Union(last.Rows))
            await LookAsync(user, cancellationToken);
        return [.. found.Values];
    }

    private async Task LookAsync(EndUserSummary user, CancellationToken cancellationToken)
    {
        var filter = new ConnectionFilter(user.Id, user.Key, Connectors: []);
        var connections = await store.EndUsers.ListConnectionsAsync(
            Reach.Everything, filter, new PageRequest<ConnectionId>(ConnectionLimit), cancellationToken);
        if (connections.Rows.IsEmpty)
            return;
        var parts = new EndUserParts { Connections = [.. connections.Rows.Select(connection => connection.Id)] };
        var loaded = await store.EndUsers.LoadAsync(Reach.Everything, new EndUserLookup.ByKey(user.Key), parts, cancellationToken);
        foreach (var credential in (loaded?.Connections ?? []).SelectMany(connection => connection.Credentials.All))
        {
            Look(credential.AuthScheme.Config, isSecret: credential.AuthScheme.HasSecretsInClear());
            Look(credential.Credential.Data, isSecret: credential.Credential.Data.ByteCount > JsonText.EmptyObject.ByteCount);
        }
    }

    private void Look(JsonText text, bool isSecret)
    {
        if (text.Source is not SealedText read)
        {
            if (isSecret)
                Add("", null);
            return;
        }

        var key = Envelope.TryRead(read.Envelope.Utf8.Span, out var envelope) ? Encoding.UTF8.GetString(envelope.KeyId) : "unknown";
        try
        {
            _ = text.Utf8;
            Add(key, null);
        }
        catch (SecretUnreadableException exception)
        {
            Add(key, $"{exception.Problem} ({exception.Record})");
        }
    }

    private void Add(string key, string? problem)
    {
        var before = found.GetValueOrDefault(key) ?? new SecretFinding(key, 0, 0, null);
        found[key] = before with
        {
            Count = before.Count + 1,
            Unreadable = before.Unreadable + (problem is null ? 0 : 1),
            Problem = before.Problem ?? problem,
        };
    }
}

/// <summary>The secrets that one key encrypted.</summary>
/// <param name="KeyId">The id of the key; empty for secrets that are stored in clear.</param>
/// <param name="Count">How many were looked at.</param>
/// <param name="Unreadable">How many of them can't be opened.</param>
/// <param name="Problem">Why the first of those can't be, and which it is.</param>
public sealed record SecretFinding(string KeyId, int Count, int Unreadable, string? Problem);

/// <summary>Looks at auth schemes without opening them.</summary>
internal static class ClearSchemes
{
    /// <summary>Whether a scheme that is stored in clear holds a secret.</summary>
    public static bool HasSecretsInClear(this Integrations.AuthScheme scheme) => scheme.Config.Source is null && scheme.HasSecrets;
}
