using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores;
using Microsoft.Extensions.Caching.Memory;

namespace Activations.Grpc.Services;

/// <summary>
/// How many rows the lists of hubs and organisations have, as far as a caller can reach them. Counting costs as much as there are, so a large count is kept
/// for 10 seconds; a small one is made each time.
/// </summary>
internal sealed class ListCounts(IStore store) : IDisposable
{
    private const int CountedEachTime = 1_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly MemoryCache counts = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>The hubs of an organisation.</summary>
    public Task<int> CountAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken) =>
        CountAsync((reach, organisation), () => store.Hubs.CountAsync(reach, organisation, cancellationToken));

    /// <summary>Users.</summary>
    public Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken) =>
        CountAsync((reach, filter), () => store.EndUsers.CountAsync(reach, filter, cancellationToken));

    /// <summary>Integrations.</summary>
    public Task<int> CountAsync(Reach reach, IntegrationFilter filter, CancellationToken cancellationToken) =>
        CountAsync((reach, filter), () => store.Integrations.CountAsync(reach, filter, cancellationToken));

    /// <summary>Activations; those of one user are counted each time.</summary>
    public Task<int> CountAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken) =>
        CountAsync((reach, filter), () => store.EndUsers.CountActivationsAsync(reach, filter, cancellationToken));

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
