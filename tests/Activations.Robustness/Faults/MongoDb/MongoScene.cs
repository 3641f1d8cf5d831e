using System.Net;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>A service whose way to its MongoDB can be broken; shared by the tests of a class.</summary>
public abstract class MongoScene : IAsyncLifetime
{
    private FaultedService? service;
    private FaultProxy? proxy;

    /// <summary>The service; where there is no MongoDB, the test is skipped.</summary>
    internal FaultedService Service
    {
        get
        {
            Assert.SkipWhen(service is null, MongoDbAtHand.SkipReason);
            return service!;
        }
    }

    internal FaultProxy Proxy => proxy ?? throw new InvalidOperationException("There is no MongoDB.");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (FindTarget() is not { } target)
            return;
        proxy = FaultProxy.Start(target);
        service = await FaultedService.StartAsync(ConnectionStringThrough(proxy), Database);
        await service.PrepareAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (service is not null)
            await service.DisposeAsync();
        if (proxy is not null)
            await proxy.DisposeAsync();
        await LeaveAsync();
    }

    /// <summary>The name of the database.</summary>
    protected virtual string Database => "activations";

    /// <summary>Where the MongoDB is; null where there is none.</summary>
    protected abstract EndPoint? FindTarget();

    /// <summary>How the service reaches it.</summary>
    private protected virtual string ConnectionStringThrough(FaultProxy proxy) => proxy.ConnectionString;

    /// <summary>Leaves the MongoDB as it was.</summary>
    protected abstract ValueTask LeaveAsync();
}

/// <summary>With a MongoDB of the suite's own.</summary>
public sealed class MongoPeerScene : MongoScene
{
    private readonly MongoPeer peer = MongoPeer.Start();

    /// <inheritdoc />
    protected override EndPoint FindTarget() => peer.EndPoint;

    /// <inheritdoc />
    protected override ValueTask LeaveAsync() => peer.DisposeAsync();
}

/// <summary>With the MongoDB that the environment names, if it names one.</summary>
public sealed class MongoDbScene : MongoScene
{
    private readonly MongoDbAtHand? atHand = MongoDbAtHand.Find();

    /// <inheritdoc />
    protected override string Database => atHand!.Database;

    /// <inheritdoc />
    protected override EndPoint? FindTarget() => atHand?.EndPoint;

    /// <inheritdoc />
    private protected override string ConnectionStringThrough(FaultProxy proxy) => atHand!.Through(proxy);

    /// <inheritdoc />
    protected override async ValueTask LeaveAsync()
    {
        if (atHand is not null)
            await atHand.DisposeAsync();
    }
}
