using System.Collections.Immutable;
using System.Globalization;
using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using Activations.Secrets;
using Activations.Stores;

namespace Activations.Grpc.Transfer;

/// <summary>
/// Walks through all records while the service runs, by their ids. It keeps no state: the position travels with the caller.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="sealer">What encrypts its secrets.</param>
internal sealed class RecordExport(IStore store, Sealer sealer)
{
    private const int RecordLimit = 100;
    private const int CharacterLimit = 1024 * 1024;
    private const int ReadAttempts = 100;

    private readonly SealedStore @sealed = store as SealedStore ?? new SealedStore(store, sealer);

    /// <summary>Reads the next records.</summary>
    /// <param name="after"><see cref="ExportStep.Next"/> of the step before; empty to begin.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidRequestException">There is no such position.</exception>
    public async Task<ExportStep> ReadNextAsync(string after, CancellationToken cancellationToken)
    {
        var from = after.Length == 0
            ? new ExportPosition(0, null, await CountAsync(cancellationToken))
            : ExportPosition.Parse(after);
        var lines = new List<string>();
        if (after.Length == 0)
            lines.Add(RecordLines.Header);

        var (seen, last) = from.Stage switch
        {
            0 => await WriteAsync(
                await store.Hubs.ListAllAsync(from.PageOf<HubId>(RecordLimit), cancellationToken),
                hub => hub.Id.Value, hub => WriteAsync(hub, lines, cancellationToken), lines),
            1 => await WriteAsync(
                await store.Integrations.ListAllAsync(from.PageOf<IntegrationId>(RecordLimit), cancellationToken),
                integration => integration.Id.Value, integration => Write(integration, lines), lines),
            _ => await WriteAsync(
                await store.EndUsers.ListAllAsync(from.PageOf<EndUserId>(RecordLimit), cancellationToken),
                user => user.Id.Value, user => WriteAsync(user, lines, cancellationToken), lines),
        };
        var remaining = Math.Max(0, from.Remaining - seen);
        return last is null && from.Stage == ExportPosition.LastStage
            ? new ExportStep(lines, seen, Remaining: 0, Next: null)
            : new ExportStep(
                lines, seen, remaining, new ExportPosition(last is null ? from.Stage + 1 : from.Stage, last, remaining).ToString());
    }

    /// <summary>Writes the rows of a page until the answer is long enough; the last one is answered if more follow.</summary>
    private static async Task<(int Seen, Ulid? Last)> WriteAsync<TRow>(
        Page<TRow> page, Func<TRow, Ulid> id, Func<TRow, Task> write, List<string> lines)
    {
        var (seen, written, characters) = (0, lines.Count, 0);
        while (seen < page.Rows.Length && characters < CharacterLimit)
        {
            await write(page.Rows[seen++]);
            for (; written < lines.Count; written++)
                characters += lines[written].Length;
        }

        var isMore = page.HasNext || seen < page.Rows.Length;
        return (seen, isMore && seen > 0 ? id(page.Rows[seen - 1]) : null);
    }

    private async Task<int> CountAsync(CancellationToken cancellationToken) =>
        await store.Hubs.CountAllAsync(cancellationToken)
        + await store.Integrations.CountAllAsync(cancellationToken)
        + await store.EndUsers.CountAllAsync(cancellationToken);

    private async Task WriteAsync(Hub hub, List<string> lines, CancellationToken cancellationToken)
    {
        var byDefault = await store.Hubs.LoadDefaultAsync(Reach.Everything, hub.OrganisationId, cancellationToken);
        lines.Add(RecordLines.Of(@sealed.Seal(hub), isDefault: byDefault == hub.Id));
    }

    private Task Write(Integration integration, List<string> lines)
    {
        lines.Add(RecordLines.Of(@sealed.Seal(integration)));
        return Task.CompletedTask;
    }

    private async Task WriteAsync(EndUserSummary row, List<string> lines, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await LoadAsync(new EndUserLookup.ByKey(row.Key), EndUserParts.Profile, cancellationToken) is not { } user)
                return; // deleted meanwhile
            var connections = await LoadConnectionsAsync(user, cancellationToken);
            var activations = await LoadActivationsAsync(user, cancellationToken);
            // Who has no more than the primary connection was read whole by the first read.
            var isWhole = user.Usage.Activations == 0 && user.Usage.Connections == user.Connections.Length;
            var after = isWhole ? user : await LoadAsync(new EndUserLookup.ByKey(row.Key), EndUserParts.Profile, cancellationToken);
            if (after?.Id == user.Id && after.Version == user.Version)
            {
                var whole = @sealed.Seal(user with { Connections = connections });
                lines.Add(RecordLines.Of(whole));
                lines.AddRange(whole.Connections.Select(connection => RecordLines.Of(whole, connection)));
                lines.AddRange(activations.Select(activation => RecordLines.Of(whole, activation)));
                return;
            }

            if (attempt == ReadAttempts)
                throw new ConcurrentModificationException();
        }
    }

    private async Task<ImmutableArray<Connection>> LoadConnectionsAsync(EndUser user, CancellationToken cancellationToken)
    {
        if (user.Usage.Connections == user.Connections.Length)
            return user.Connections;
        var connections = ImmutableArray.CreateBuilder<Connection>();
        var filter = new ConnectionFilter(user.Id, user.Key, Connectors: []);
        var page = new PageRequest<ConnectionId>(RecordLimit);
        while (true)
        {
            var rows = await store.EndUsers.ListConnectionsAsync(Reach.Everything, filter, page, cancellationToken);
            ImmutableArray<ConnectionId> ids = [.. rows.Rows.Select(c => c.Id)];
            var loaded = await LoadAsync(
                new EndUserLookup.ByKey(user.Key), new EndUserParts { Connections = ids }, cancellationToken);
            connections.AddRange((loaded?.Connections ?? []).Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id.Value));
            if (!rows.HasNext || ids.IsEmpty)
                return connections.ToImmutable();
            page = page with { After = ids[^1] };
        }
    }

    private async Task<ImmutableArray<Activation>> LoadActivationsAsync(EndUser user, CancellationToken cancellationToken)
    {
        if (user.Usage.Activations == 0)
            return [];
        var activations = ImmutableArray.CreateBuilder<Activation>();
        var filter = new ActivationFilter(user.Key.HubId, user.Id);
        var page = new PageRequest<ActivationPosition>(RecordLimit);
        while (true)
        {
            var rows = await store.EndUsers.ListActivationsAsync(Reach.Everything, filter, page, cancellationToken);
            activations.AddRange(rows.Rows.Select(row => row.Activation));
            if (!rows.HasNext || rows.Rows.IsEmpty)
                return activations.ToImmutable();
            page = page with { After = rows.Rows[^1].Position };
        }
    }

    private Task<EndUser?> LoadAsync(EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken) =>
        store.EndUsers.LoadAsync(Reach.Everything, lookup, parts, cancellationToken);
}

/// <summary>What a step of an export read.</summary>
/// <param name="Lines">The records as lines.</param>
/// <param name="Seen">How many hubs, integrations and end users are in them.</param>
/// <param name="Remaining">How many are left, as counted when the export began.</param>
/// <param name="Next">From where to go on; null when all is done.</param>
internal sealed record ExportStep(List<string> Lines, int Seen, int Remaining, string? Next);

/// <summary>How far an export has come.</summary>
/// <param name="Stage">0 for hubs, 1 for integrations, 2 for end users.</param>
/// <param name="After">The last record that was read; null for none.</param>
/// <param name="Remaining">How many records are left, as counted when the export began.</param>
internal readonly record struct ExportPosition(int Stage, Ulid? After, int Remaining)
{
    /// <summary>End users.</summary>
    public const int LastStage = 2;

    /// <summary>The page behind the position.</summary>
    public PageRequest<TId> PageOf<TId>(int limit)
        where TId : struct, IId<TId> => new(limit, After: After is { } after ? TId.From(after) : null);

    /// <summary>As text, such as <c>2.01J….120</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stage}.{After?.ToString() ?? ""}.{Remaining}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="InvalidRequestException">It did not.</exception>
    public static ExportPosition Parse(string text)
    {
        var parts = text.Split('.');
        if (parts is not [var stageText, var afterText, var remainingText]
            || !int.TryParse(stageText, NumberStyles.None, CultureInfo.InvariantCulture, out var stage)
            || stage > LastStage
            || !(afterText.Length == 0 | Id.TryParse<WriteId>(afterText, out var after))
            || !int.TryParse(remainingText, NumberStyles.None, CultureInfo.InvariantCulture, out var remaining))
        {
            throw InvalidRequestException.Of("after", "is not the 'next' of an earlier answer");
        }

        return new ExportPosition(stage, afterText.Length == 0 ? null : after.Value, remaining);
    }
}
