using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;

namespace Activations.Stores.Tests.Suite;

/// <summary>
/// What every store has to do. Each store runs it in a class of its own; there are no opt-outs. A test names the
/// guarantee of <see cref="IEndUserStore"/> that it holds the store to.
/// </summary>
public abstract partial class StoreSuite : IAsyncLifetime
{
    /// <summary>The name of the trait that cites a guarantee.</summary>
    public const string Guarantee = nameof(Guarantee);

    private static readonly DateTimeOffset Now = Sample.Now;

    private readonly Sample make = new(new CountingIds());
    private IStoreUnderTest? underTest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IStoreUnderTest UnderTest =>
        underTest ?? throw new InvalidOperationException("The test was not initialized.");

    private IStore Store => UnderTest.Store;

    private IHubStore Hubs => Store.Hubs;

    private IIntegrationStore Integrations => Store.Integrations;

    private IEndUserStore EndUsers => Store.EndUsers;

    private IApiKeyStore ApiKeys => Store.ApiKeys;

    private ISigningKeyStore SigningKeys => Store.SigningKeys;

    public async ValueTask InitializeAsync() => underTest = await CreateAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (underTest is not null)
            await underTest.DisposeAsync();
    }

    /// <summary>Makes an empty store.</summary>
    protected abstract ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken);

    /// <summary>Stores a user that must be new.</summary>
    private async Task<EndUser> AddAsync(EndUser user)
    {
        Assert.True(await EndUsers.AddAsync(user, Cancellation));
        return user;
    }

    /// <summary>Saves a change that must be accepted; answers the user afterwards.</summary>
    private async Task<EndUser> SaveAsync(EndUser from, params EndUserEdit[] edits)
    {
        var change = make.Change(from, edits);
        Assert.True(await EndUsers.SaveAsync(change, Cancellation));
        return change.Apply();
    }

    /// <summary>Stores a user with a connection and an activation that binds it.</summary>
    private async Task<(EndUser User, Activation Activation)> AddActivatedAsync()
    {
        var connection = make.Connection();
        var activation = make.Activation(connection);
        var user = await SaveAsync(
            await AddAsync(make.User(connection)), new EndUserEdit.AddActivation(activation));
        return (user, activation);
    }

    private Task<EndUser?> FindAsync(EndUser user, EndUserParts? parts = null) =>
        EndUsers.LoadAsync(Reach.Everything, new EndUserLookup.ByKey(user.Key), parts ?? EndUserParts.Profile, Cancellation);

    private async Task<EndUser> LoadAsync(EndUser user, EndUserParts? parts = null)
    {
        var loaded = await FindAsync(user, parts);
        Assert.NotNull(loaded);
        return loaded;
    }

    private async Task<Activation?> LoadActivationAsync(EndUser user, Activation activation) =>
        (await LoadAsync(user, new EndUserParts { Activation = activation.Id })).FindActivation(activation.Id);

    private async Task<Connection?> LoadConnectionAsync(EndUser user, Connection connection) =>
        (await LoadAsync(user, new EndUserParts { Connections = [connection.Id] })).FindConnection(connection.Id);

    /// <summary>A source of random numbers whose seed stands in the test's output.</summary>
    private static Random SeededRandom()
    {
        var text = Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_SEED");
        var seed = text is null ? Random.Shared.Next() : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: set ACTIVATIONS_TEST_SEED to it to run this again");
        return new Random(seed);
    }
}
