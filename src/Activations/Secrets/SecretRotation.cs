using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using Activations.Stores;

namespace Activations.Secrets;

/// <summary>
/// Encrypts stored secrets with the active key that are encrypted with another one, or not at all, while the service runs. A
/// record is saved only at the version it was read at, so that no change by others is lost; nothing that callers see of it
/// changes. It keeps no state: begun anew, it passes over what is done.
/// </summary>
/// <param name="store">A store whose secrets are sealed.</param>
/// <param name="sealer">What seals them.</param>
/// <param name="endUsers">Changes end users, so that a rotation queues up with their other changes.</param>
/// <param name="time">The clock, for the pauses between attempts.</param>
public sealed class SecretRotation(IStore store, Sealer sealer, EndUserChanger endUsers, TimeProvider time)
{
    private const int RecordLimit = 100;
    private const int ConnectionLimit = 20;

    // A step ends early when it has written so much: a user may hold a thousand connections, and a call has its deadline.
    private const int WriteLimit = 200;

    private readonly SecretForms forms = new(sealer);
    private readonly SaveAttempts attempts = new(time);

    /// <summary>Encrypts the secrets of the next records.</summary>
    /// <param name="after"><see cref="RotationStep.Next"/> of the step before; null or empty to begin.</param>
    /// <param name="cancellationToken">Ends the wait; some may have been encrypted all the same.</param>
    /// <exception cref="SecretsKeyMissingException">There is no active key.</exception>
    /// <exception cref="SecretUnreadableException">A secret can't be opened; those in front of it are done.</exception>
    /// <exception cref="InvalidRequestException">There is no such position.</exception>
    /// <exception cref="ConcurrentModificationException">Others kept changing a record.</exception>
    public async Task<RotationStep> RotateNextAsync(string? after, CancellationToken cancellationToken)
    {
        if (!sealer.CanSeal)
            throw new SecretsKeyMissingException();
        var from = string.IsNullOrEmpty(after)
            ? new RotationPosition(RotationStage.Hubs, After: null, await CountAsync(cancellationToken))
            : RotationPosition.Parse(after);

        var (seen, rotated, last) = from.Stage switch
        {
            RotationStage.Hubs => await RotateAsync(
                await store.Hubs.ListAllAsync(PageOf<HubId>(from), cancellationToken),
                hub => hub.Id.Value, hub => RotateAsync(hub, cancellationToken)),
            RotationStage.Integrations => await RotateAsync(
                await store.Integrations.ListAllAsync(PageOf<IntegrationId>(from), cancellationToken),
                integration => integration.Id.Value, integration => RotateAsync(integration, cancellationToken)),
            _ => await RotateAsync(
                await store.EndUsers.ListAllAsync(PageOf<EndUserId>(from), cancellationToken),
                user => user.Id.Value, user => RotateAsync(user, cancellationToken)),
        };
        var remaining = Math.Max(0, from.Remaining - seen);
        return last is null && from.Stage == RotationStage.EndUsers
            ? new RotationStep(seen, rotated, Remaining: 0, Next: null)
            : new RotationStep(seen, rotated, remaining, new RotationPosition(
                last is null ? from.Stage + 1 : from.Stage, last, remaining).ToString());
    }

    private static PageRequest<TId> PageOf<TId>(RotationPosition from)
        where TId : struct, IId<TId> => new(RecordLimit, After: from.After is { } after ? TId.From(after) : null);

    /// <summary>Rotates the rows of a page; the last one is answered if more follow.</summary>
    private static async Task<(int Seen, int Rotated, Ulid? Last)> RotateAsync<TRow>(
        Page<TRow> page, Func<TRow, Ulid> id, Func<TRow, Task<int>> rotate)
    {
        var (seen, rotated) = (0, 0);
        while (seen < page.Rows.Length && rotated < WriteLimit)
            rotated += await rotate(page.Rows[seen++]);
        var isMore = page.HasNext || seen < page.Rows.Length;
        return (seen, rotated, isMore && seen > 0 ? id(page.Rows[seen - 1]) : null);
    }

    private async Task<int> CountAsync(CancellationToken cancellationToken) =>
        await store.Hubs.CountAllAsync(cancellationToken)
        + await store.Integrations.CountAllAsync(cancellationToken)
        + await store.EndUsers.CountAllAsync(cancellationToken);

    private async Task<int> RotateAsync(Hub listed, CancellationToken cancellationToken) =>
        !forms.IsDue(listed.PrimaryConnector.AuthScheme) ? 0 : await attempts.RunAsync(
            async () =>
            {
                var hub = await store.Hubs.LoadAsync(Reach.Everything, listed.Id, cancellationToken);
                if (hub is null || !forms.IsDue(hub.PrimaryConnector.AuthScheme))
                    return (true, 0);
                var scheme = SecretForms.Anew(hub.PrimaryConnector.AuthScheme);
                var changed = hub with
                {
                    PrimaryConnector = hub.PrimaryConnector with { AuthScheme = scheme },
                    Version = hub.Version + 1,
                };
                return (await store.Hubs.SaveAsync(hub, changed, cancellationToken), 1);
            },
            cancellationToken);

    private async Task<int> RotateAsync(Integration listed, CancellationToken cancellationToken) =>
        !listed.Templates.Any(IsDue) ? 0 : await attempts.RunAsync(
            async () =>
            {
                var integration = await store.Integrations.LoadAsync(Reach.Everything, listed.Id, cancellationToken);
                var due = integration?.Templates.Count(IsDue) ?? 0;
                if (integration is null || due == 0)
                    return (true, 0);
                var changed = integration with
                {
                    Templates = [.. integration.Templates.Select(t => IsDue(t) ? Anew(t) : t)],
                    Version = integration.Version + 1,
                };
                return (await store.Integrations.SaveAsync(integration, changed, cancellationToken), due);
            },
            cancellationToken);

    /// <summary>A user may hold a thousand connections: they are looked at page by page, and saved one by one.</summary>
    private async Task<int> RotateAsync(EndUserSummary user, CancellationToken cancellationToken)
    {
        var rotated = 0;
        var filter = new ConnectionFilter(user.Id, user.Key, Connectors: []);
        var page = new PageRequest<ConnectionId>(ConnectionLimit);
        while (true)
        {
            var rows = await store.EndUsers.ListConnectionsAsync(Reach.Everything, filter, page, cancellationToken);
            ImmutableArray<ConnectionId> ids = [.. rows.Rows.Select(c => c.Id)];
            foreach (var id in await FindDueAsync(user, ids, cancellationToken))
                rotated += await RotateAsync(user, id, cancellationToken);
            if (!rows.HasNext || ids.IsEmpty)
                return rotated;
            page = page with { After = ids[^1] };
        }
    }

    private async Task<ImmutableArray<ConnectionId>> FindDueAsync(
        EndUserSummary user, ImmutableArray<ConnectionId> ids, CancellationToken cancellationToken)
    {
        if (ids.IsEmpty)
            return [];
        var loaded = await store.EndUsers.LoadAsync(
            Reach.Everything, new EndUserLookup.ByKey(user.Key), new EndUserParts { Connections = ids }, cancellationToken);
        return [.. (loaded?.Connections ?? []).Where(c => ids.Contains(c.Id) && c.Credentials.All.Any(forms.IsDue)).Select(c => c.Id)];
    }

    private async Task<int> RotateAsync(EndUserSummary user, ConnectionId id, CancellationToken cancellationToken)
    {
        try
        {
            var (rotated, _) = await endUsers.ChangeAsync(
                Reach.Everything,
                new EndUserLookup.ByKey(user.Key),
                new EndUserParts { Connections = [id] },
                loaded => Decide(loaded, id),
                cancellationToken);
            return rotated;
        }
        catch (ResourceNotFoundException)
        {
            return 0; // the user was deleted meanwhile
        }
    }

    private Decision<int> Decide(EndUser user, ConnectionId id)
    {
        var connection = user.FindConnection(id);
        var due = connection?.Credentials.All.Count(forms.IsDue) ?? 0;
        return connection is null || due == 0
            ? Decision.Of(0)
            : Decision.Save(
                due,
                [
                    new EndUserEdit.SetConnection(connection with
                    {
                        Credentials = new ConnectionCredentials(
                            Anew(connection.Credentials.Action), Anew(connection.Credentials.Trigger)),
                    }),
                ],
                user.Usage);
    }

    private ImmutableArray<ConnectionCredential> Anew(ImmutableArray<ConnectionCredential> credentials) =>
        [.. credentials.Select(c => forms.IsDue(c) ? SecretForms.Anew(c) : c)];

    private bool IsDue(ConnectionTemplate template) => forms.IsDue(template.Connector.AuthScheme);

    private static ConnectionTemplate Anew(ConnectionTemplate template) => template with
    {
        Connector = template.Connector with { AuthScheme = SecretForms.Anew(template.Connector.AuthScheme) },
    };
}

/// <summary>What a step of a rotation did.</summary>
/// <param name="Seen">How many hubs, integrations or end users were looked at.</param>
/// <param name="Rotated">How many auth schemes and credentials were encrypted with the active key.</param>
/// <param name="Remaining">How many records are left, as counted when the rotation began.</param>
/// <param name="Next">From where to go on; null when all is done.</param>
public sealed record RotationStep(int Seen, int Rotated, int Remaining, string? Next);
