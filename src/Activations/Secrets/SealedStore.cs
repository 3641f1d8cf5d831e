using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Secrets;

/// <summary>
/// A store whose secrets are sealed before they reach the one behind it: the data of credentials, and auth schemes that hold
/// a secret. The only place where a secret becomes ciphertext and back: all that stands in front works with the secret, and
/// what is behind is unaware. A secret that was read is opened when it is asked for, so that one that can't be opened stands
/// in nobody's way who does not need it.
/// </summary>
public sealed class SealedStore : IStore
{
    /// <summary>Puts it in front of a store.</summary>
    /// <param name="store">The store, which is disposed of together with this one.</param>
    /// <param name="sealer">What encrypts.</param>
    public SealedStore(IStore store, Sealer sealer)
    {
        ArgumentNullException.ThrowIfNull(store);
        Inner = store;
        var forms = new SecretForms(sealer);
        Hubs = new SealedHubs(store.Hubs, forms);
        Integrations = new SealedIntegrations(store.Integrations, forms);
        EndUsers = new SealedEndUsers(store.EndUsers, forms);
    }

    /// <summary>The store behind it.</summary>
    public IStore Inner { get; }

    /// <inheritdoc />
    public IHubStore Hubs { get; }

    /// <inheritdoc />
    public IIntegrationStore Integrations { get; }

    /// <inheritdoc />
    public IEndUserStore EndUsers { get; }

    /// <inheritdoc />
    public IApiKeyStore ApiKeys => Inner.ApiKeys;

    /// <inheritdoc />
    public ISigningKeyStore SigningKeys => Inner.SigningKeys;

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken) => Inner.PrepareAsync(cancellationToken);

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) => Inner.PingAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
