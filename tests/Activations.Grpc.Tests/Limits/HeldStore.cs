using System.Reflection;
using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Grpc.Tests.Limits;

/// <summary>
/// A store in front of one that is ready, which it leaves to its owner. It reads an end user when it is told to go on, and
/// everything else at once.
/// </summary>
internal sealed class HeldStore : IStore
{
    private readonly IStore inner;
    private readonly SemaphoreSlim held = new(0);
    private int waiting;

    public HeldStore(IStore inner)
    {
        this.inner = inner;
        EndUsers = HeldProxy.Of(inner.EndUsers, WaitAsync);
    }

    /// <summary>How many reads wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public IHubStore Hubs => inner.Hubs;

    public IIntegrationStore Integrations => inner.Integrations;

    public IEndUserStore EndUsers { get; }

    public IApiKeyStore ApiKeys => inner.ApiKeys;

    public ISigningKeyStore SigningKeys => inner.SigningKeys;

    /// <summary>Lets so many reads go on, those that come later included.</summary>
    public void Release(int count) => held.Release(count);

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        held.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref waiting);
        await held.WaitAsync(cancellationToken);
        Interlocked.Decrement(ref waiting);
    }
}

/// <summary>Passes calls on, the reading of an end user after a wait. Public, since a proxy derives from it.</summary>
public class HeldProxy : DispatchProxy
{
    private IEndUserStore? store;
    private Func<CancellationToken, Task>? wait;

    internal static IEndUserStore Of(IEndUserStore store, Func<CancellationToken, Task> wait)
    {
        var proxy = Create<IEndUserStore, HeldProxy>();
        var held = (HeldProxy)(object)proxy;
        (held.store, held.wait) = (store, wait);
        return proxy;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IEndUserStore.LoadAsync)
            ? LoadAsync(() => (Task<EndUser?>)targetMethod.Invoke(store, args)!, (CancellationToken)args![^1]!)
            : targetMethod.Invoke(store, args);

    private async Task<EndUser?> LoadAsync(Func<Task<EndUser?>> load, CancellationToken cancellationToken)
    {
        await wait!(cancellationToken);
        return await load();
    }
}
