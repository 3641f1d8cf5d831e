using Activations.EndUsers;
using Activations.Stores;
using Microsoft.Extensions.Caching.Memory;

namespace Activations.Grpc.Services;

/// <summary>
/// How many activations a hub has. Counting them costs as much as there are, so a count is kept for 10 seconds; a
/// user's own are counted each time.
/// </summary>
internal sealed class HubActivationCounts(IStore store) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly MemoryCache counts = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>The count for a filter without a user; up to 10 seconds old.</summary>
    public Task<int> CountAsync(ActivationFilter filter, CancellationToken cancellationToken) =>
        counts.GetOrCreateAsync(filter, entry =>
        {
            entry.Size = 1;
            entry.AbsoluteExpirationRelativeToNow = KeptFor;
            return store.EndUsers.CountActivationsAsync(filter, cancellationToken);
        });

    /// <inheritdoc />
    public void Dispose() => counts.Dispose();
}
