using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Integrations;

namespace Activations.Stores;

/// <summary>A store: what keeps the aggregates. Safe for use by many callers at once.</summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>The hubs.</summary>
    IHubStore Hubs { get; }

    /// <summary>The integrations.</summary>
    IIntegrationStore Integrations { get; }

    /// <summary>The end users with their connections and activations.</summary>
    IEndUserStore EndUsers { get; }

    /// <summary>The API keys.</summary>
    IApiKeyStore ApiKeys { get; }

    /// <summary>The signing keys of hubs.</summary>
    ISigningKeyStore SigningKeys { get; }

    /// <summary>
    /// Makes the store ready: creates what is missing and migrates what is older. Called once, before anything else;
    /// may be called again after a <see cref="StoreUnavailableException"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">It can't be reached; try again later.</exception>
    /// <exception cref="StoreUnusableException">It can't be used as it is; a person has to mend it.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Finds out whether the store can be reached.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">It can't.</exception>
    Task PingAsync(CancellationToken cancellationToken);
}
