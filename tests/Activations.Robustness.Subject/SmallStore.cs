using System.Globalization;
using System.Reflection;
using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Robustness.Subject;

/// <summary>
/// A store of a small capacity that is known: so many writes of end users at once, each of which takes some time more than
/// it does by itself. The others wait, for as long as their callers do. It leaves the store behind it to its owner.
/// </summary>
internal sealed class SmallStore : IStore
{
    private readonly IStore inner;

    /// <summary>Puts it in front of a store.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="capacity">Writes at once and milliseconds for each, such as <c>4,20</c>.</param>
    /// <param name="holdFile">The path of a file: no write goes on while it is there.</param>
    public SmallStore(IStore inner, string capacity, string? holdFile)
    {
        this.inner = inner;
        var numbers = capacity.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        EndUsers = SmallStoreProxy.Of(inner.EndUsers, new WriteSlots(numbers[0], TimeSpan.FromMilliseconds(numbers[1]), holdFile));
    }

    /// <inheritdoc />
    public IHubStore Hubs => inner.Hubs;

    /// <inheritdoc />
    public IIntegrationStore Integrations => inner.Integrations;

    /// <inheritdoc />
    public IEndUserStore EndUsers { get; }

    /// <inheritdoc />
    public IApiKeyStore ApiKeys => inner.ApiKeys;

    /// <inheritdoc />
    public ISigningKeyStore SigningKeys => inner.SigningKeys;

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Where writes wait for their turn.</summary>
internal sealed class WriteSlots(int count, TimeSpan delay, string? holdFile) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim slots = new(count, count);

    /// <summary>Runs a write in its turn.</summary>
    public async Task<bool> RunAsync(Func<Task<bool>> write, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            await Task.Delay(delay, cancellationToken);
            while (holdFile is not null && File.Exists(holdFile))
                await Task.Delay(Look, cancellationToken);
            return await write();
        }
        finally
        {
            slots.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => slots.Dispose();
}

/// <summary>Passes reads on, and writes in their turn. Public, since a proxy derives from it.</summary>
public class SmallStoreProxy : DispatchProxy
{
    private IEndUserStore? store;
    private WriteSlots? slots;

    internal static IEndUserStore Of(IEndUserStore store, WriteSlots slots)
    {
        var proxy = Create<IEndUserStore, SmallStoreProxy>();
        var small = (SmallStoreProxy)(object)proxy;
        (small.store, small.slots) = (store, slots);
        return proxy;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(Task<bool>) // to add, save and delete, and nothing else
            ? slots!.RunAsync(() => (Task<bool>)targetMethod.Invoke(store, args)!, (CancellationToken)args![^1]!)
            : targetMethod.Invoke(store, args);
}
