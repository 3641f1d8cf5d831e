using System.Collections.Concurrent;
using Activations.Access;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Grpc.Transfer;

/// <summary>The hubs and integrations that the lines of one call name, each read once it is found.</summary>
/// <param name="store">The store.</param>
internal sealed class ImportCatalogue(IStore store)
{
    /// <summary>What to say of a hub that is not there.</summary>
    public const string NoHub = "is no hub that is stored; its line must come first";

    private readonly ConcurrentDictionary<HubId, Hub> hubs = [];
    private readonly ConcurrentDictionary<IntegrationId, Integration> integrations = [];

    /// <summary>A hub, or its tombstone.</summary>
    public ValueTask<Hub?> FindHubAsync(HubId id, CancellationToken cancellationToken) => hubs.TryGetValue(id, out var known)
        ? ValueTask.FromResult<Hub?>(known)
        : new ValueTask<Hub?>(FindAsync(hubs, id, store.Hubs.LoadAsync(Reach.Everything, id, cancellationToken)));

    /// <summary>An integration, or its tombstone.</summary>
    public ValueTask<Integration?> FindIntegrationAsync(IntegrationId id, CancellationToken cancellationToken) =>
        integrations.TryGetValue(id, out var known)
            ? ValueTask.FromResult<Integration?>(known)
            : new ValueTask<Integration?>(
                FindAsync(integrations, id, store.Integrations.LoadAsync(Reach.Everything, id, cancellationToken)));

    private static async Task<TRecord?> FindAsync<TId, TRecord>(
        ConcurrentDictionary<TId, TRecord> known, TId id, Task<TRecord?> load)
        where TId : notnull
        where TRecord : class
    {
        var record = await load;
        if (record is not null)
            known[id] = record;
        return record;
    }
}
