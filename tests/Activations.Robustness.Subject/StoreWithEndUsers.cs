using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Robustness.Subject;

/// <summary>A store with other end users in front of its own.</summary>
/// <param name="inner">The store, which belongs to this one.</param>
/// <param name="endUsers">What is in front of its end users.</param>
/// <param name="whenPrepared">What is done once it is ready.</param>
internal sealed class StoreWithEndUsers(
    IStore inner, IEndUserStore endUsers, Func<CancellationToken, Task>? whenPrepared = null) : IStore
{
    public IHubStore Hubs => inner.Hubs;

    public IIntegrationStore Integrations => inner.Integrations;

    public IEndUserStore EndUsers => endUsers;

    public IApiKeyStore ApiKeys => inner.ApiKeys;

    public ISigningKeyStore SigningKeys => inner.SigningKeys;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await inner.PrepareAsync(cancellationToken);
        if (whenPrepared is not null)
            await whenPrepared(cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
