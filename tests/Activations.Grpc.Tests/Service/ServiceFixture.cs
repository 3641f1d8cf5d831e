using MongoDB.Driver;

namespace Activations.Grpc.Tests.Service;

/// <summary>A service for the tests of one class, with one kind of store.</summary>
public abstract class ServiceFixture : IAsyncLifetime
{
    private ServiceUnderTest? service;
    private Lazy<Task<ServiceUnderTest>>? guarded;

    /// <summary>The service; skips the test where the store is not at hand.</summary>
    internal ServiceUnderTest Service
    {
        get
        {
            Assert.SkipWhen(service is null, MongoDbAtHand.SkipReason);
            return service;
        }
    }

    /// <summary>A second service on the same store, whose callers have to authenticate. The first one needs no credentials.</summary>
    internal Task<ServiceUnderTest> GuardedAsync() => guarded!.Value;

    /// <summary>The errors that were logged since the last call.</summary>
    internal IEnumerable<LogEntry> TakeErrors() =>
    [
        .. service?.Log.TakeErrors() ?? [],
        .. guarded is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var other } } ? other.Log.TakeErrors() : [],
    ];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (await FindStoreAsync() is { } switches)
        {
            service = await ServiceUnderTest.StartAsync(switches);
            guarded = new(() => ServiceUnderTest.StartAsync(["--Activations:Auth:Mode=required"], service.Store));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            if (guarded!.IsValueCreated)
                await (await guarded.Value).DisposeAsync();
            await service.DisposeAsync();
            await RemoveStoreAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The switches that name the store; null where there is none.</summary>
    protected abstract Task<string[]?> FindStoreAsync();

    /// <summary>Removes what the store left.</summary>
    protected abstract Task RemoveStoreAsync();
}

/// <summary>A service with the embedded store, in a folder of its own.</summary>
public sealed class SqliteService : ServiceFixture
{
    private readonly TemporaryFolder folder = new();

    /// <inheritdoc />
    protected override Task<string[]?> FindStoreAsync() => Task.FromResult<string[]?>([folder.StoreSwitch]);

    /// <inheritdoc />
    protected override Task RemoveStoreAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>A service with the MongoDB store, in a database of its own.</summary>
public sealed class MongoDbService(MongoDbAtHand atHand) : ServiceFixture
{
    private readonly string database = $"activations_test_{Ulid.NewUlid()}".ToLowerInvariant();
    private string? connectionString;

    /// <inheritdoc />
    protected override async Task<string[]?> FindStoreAsync()
    {
        connectionString = await atHand.FindAsync();
        return connectionString is null
            ? null
            :
            [
                "--Activations:Store:Provider=mongodb",
                $"--Activations:Store:MongoDb:ConnectionString={connectionString}",
                $"--Activations:Store:MongoDb:Database={database}",
            ];
    }

    /// <inheritdoc />
    protected override async Task RemoveStoreAsync()
    {
        using var client = new MongoClient(connectionString);
        await client.DropDatabaseAsync(database);
    }
}
