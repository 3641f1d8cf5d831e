using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Robustness.Subject;

/// <summary>A store whose end users are those of a mutant.</summary>
internal sealed class MutantStore : IStore
{
    private readonly IStore inner;
    private readonly LostWrites? lost;

    public MutantStore(IStore inner, Mutant mutant)
    {
        this.inner = inner;
        lost = mutant == Mutant.LosesOneWriteInAThousandAfterAKill ? new LostWrites(inner.EndUsers) : null;
        EndUsers = new MutantEndUsers(inner.EndUsers, mutant, lost);
    }

    public IHubStore Hubs => inner.Hubs;

    public IIntegrationStore Integrations => inner.Integrations;

    public IEndUserStore EndUsers { get; }

    public IApiKeyStore ApiKeys => inner.ApiKeys;

    public ISigningKeyStore SigningKeys => inner.SigningKeys;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await inner.PrepareAsync(cancellationToken);
        if (lost is not null)
            await lost.LoseAsync(cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
