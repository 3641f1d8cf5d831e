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
    private readonly SealedHubs hubs;
    private readonly SealedIntegrations integrations;
    private readonly SealedEndUsers endUsers;

    /// <summary>Puts it in front of a store.</summary>
    /// <param name="store">The store, which is disposed of together with this one.</param>
    /// <param name="sealer">What encrypts.</param>
    public SealedStore(IStore store, Sealer sealer)
    {
        ArgumentNullException.ThrowIfNull(store);
        Inner = store;
        var forms = new SecretForms(sealer);
        hubs = new SealedHubs(store.Hubs, forms);
        integrations = new SealedIntegrations(store.Integrations, forms);
        endUsers = new SealedEndUsers(store.EndUsers, forms);
    }

    /// <summary>The store behind it.</summary>
    public IStore Inner { get; }

    /// <inheritdoc />
    public IHubStore Hubs => hubs;

    /// <inheritdoc />
    public IIntegrationStore Integrations => integrations;

    /// <inheritdoc />
    public IEndUserStore EndUsers => endUsers;

    /// <inheritdoc />
    public IApiKeyStore ApiKeys => Inner.ApiKeys;

    /// <inheritdoc />
    public ISigningKeyStore SigningKeys => Inner.SigningKeys;

    /// <summary>A hub as it is stored: its secrets are envelopes.</summary>
    /// <param name="hub">The hub.</param>
    /// <exception cref="Errors.SecretsKeyMissingException">It holds a secret in clear, and there is no key.</exception>
    public Hub Seal(Hub hub) => hubs.Seal(hub);

    /// <summary>An integration as it is stored.</summary>
    /// <param name="integration">The integration.</param>
    /// <exception cref="Errors.SecretsKeyMissingException">It holds a secret in clear, and there is no key.</exception>
    public Integration Seal(Integration integration) => integrations.Seal(integration);

    /// <summary>An end user as it is stored.</summary>
    /// <param name="user">The user.</param>
    /// <exception cref="Errors.SecretsKeyMissingException">It holds a secret in clear, and there is no key.</exception>
    public EndUser Seal(EndUser user) => endUsers.Seal(user);

    /// <summary>A hub as callers see it. An envelope is opened when it is asked for.</summary>
    /// <param name="hub">The hub as it is stored, or with secrets in clear.</param>
    public Hub Open(Hub hub) => hubs.Open(hub);

    /// <summary>An integration as callers see it.</summary>
    /// <param name="integration">The integration as it is stored, or with secrets in clear.</param>
    public Integration Open(Integration integration) => integrations.Open(integration);

    /// <summary>An end user as callers see it.</summary>
    /// <param name="user">The user as it is stored, or with secrets in clear.</param>
    public EndUser Open(EndUser user) => endUsers.Open(user);

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken) => Inner.PrepareAsync(cancellationToken);

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) => Inner.PingAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
