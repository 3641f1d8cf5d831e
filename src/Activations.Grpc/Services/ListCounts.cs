using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores;
using Microsoft.Extensions.Caching.Memory;

namespace Activations.Grpc.Services;

/// <summary>
/// How many rows the lists of hubs and organisations have. Counting costs as much as there are, so a large count is kept
/// for 10 seconds; a small one is made each time.
/// </summary>
internal sealed class ListCounts(IStore store) : IDisposable
{
    private const int CountedEachTime = 1_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly MemoryCache counts = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>The hubs of an organisation.</summary>
    public Task<int> CountAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        CountAsync(organisation, () => store.Hubs.CountAsync(organisation, cancellationToken));

    /// <summary>Users.</summary>
    public Task<int> CountAsync(EndUserFilter filter, CancellationToken cancellationToken) =>
        CountAsync(filter, () => store.EndUsers.CountAsync(filter, cancellationToken));

    /// <summary>Integrations.</summary>
    public Task<int> CountAsync(IntegrationFilter filter, CancellationToken cancellationToken) =>
        CountAsync(filter, () => store.Integrations.CountAsync(filter, cancellationToken));

    /// <summary>Activations; those of one user are counted each time.</summary>
    public Task<int> CountAsync(ActivationFilter filter, CancellationToken cancellationToken) =>
        CountAsync(filter, () => store.EndUsers.CountActivationsAsync(filter, cancellationToken));

    /// <inheritdoc />
    public void Dispose() => counts.Dispose();

    private async Task<int> CountAsync(object list, Func<Task<int>> countAsync)
    {
        if (counts.TryGetValue(list, out int kept))
            return kept;
        var count = await countAsync();
        if (count > CountedEachTime)
        {
            using var entry = counts.CreateEntry(list);
            entry.Value = count;
            entry.Size = 1;
            entry.AbsoluteExpirationRelativeToNow = KeptFor;
        }

        return count;
    }
}
