using System.Collections.Concurrent;
using System.Reflection;
using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Grpc.Tests.Embed;

/// <summary>A store in front of one that is ready, which it leaves to its owner. It notes every call on an aggregate.</summary>
internal sealed class CountingStore : IStore
{
    private readonly ConcurrentQueue<string> calls = new();

    public CountingStore(IStore store)
    {
        Hubs = CountingProxy.Of(store.Hubs, calls);
        Integrations = CountingProxy.Of(store.Integrations, calls);
        EndUsers = CountingProxy.Of(store.EndUsers, calls);
        ApiKeys = CountingProxy.Of(store.ApiKeys, calls);
        SigningKeys = CountingProxy.Of(store.SigningKeys, calls);
    }

    public IHubStore Hubs { get; }

    public IIntegrationStore Integrations { get; }

    public IEndUserStore EndUsers { get; }

    public IApiKeyStore ApiKeys { get; }

    public ISigningKeyStore SigningKeys { get; }

    /// <summary>The calls since the last time, as "IHubStore.LoadAsync", in ordinal order.</summary>
    public IReadOnlyList<string> TakeCalls() => [.. TakeCallsInTurn().Order(StringComparer.Ordinal)];

    /// <summary>The calls since the last time, as "IHubStore.LoadAsync", in the order in which they were made.</summary>
    public IReadOnlyList<string> TakeCallsInTurn()
    {
        var taken = calls.ToList();
        calls.Clear();
        return taken;
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Passes calls on and notes them. Public, since a proxy derives from it.</summary>
public class CountingProxy : DispatchProxy
{
    private string kind = "";
    private object? target;
    private ConcurrentQueue<string>? calls;

    internal static TStore Of<TStore>(TStore store, ConcurrentQueue<string> calls)
        where TStore : class
    {
        var proxy = Create<TStore, CountingProxy>();
        var counting = (CountingProxy)(object)proxy;
        (counting.kind, counting.target, counting.calls) = (typeof(TStore).Name, store, calls);
        return proxy;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        calls!.Enqueue($"{kind}.{targetMethod!.Name}");
        return targetMethod.Invoke(target, args);
    }
}
