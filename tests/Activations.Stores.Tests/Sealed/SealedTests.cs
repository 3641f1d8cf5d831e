using System.Text;
using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sealed;

/// <summary>What the tests of sealed stores share. Each runs over every store.</summary>
public abstract class SealedTests : IAsyncLifetime
{
    private SealedUnderTest? underTest;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected Sample Make { get; } = new(new CountingIds());

    private protected SealedUnderTest UnderTest =>
        underTest ?? throw new InvalidOperationException("The test was not initialized.");

    public async ValueTask InitializeAsync() => underTest = new SealedUnderTest(await CreateAsync(Cancellation));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (underTest is not null)
            await underTest.DisposeAsync();
    }

    /// <summary>Makes an empty store.</summary>
    protected abstract ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken);

    private protected static AuthScheme SecretScheme(string secret) => new(JsonText.FromTrustedText(
        $$$"""{"schemeType":"oauth2","grant":{"grantType":"password","clientSecret":"{{{secret}}}"},"additionalTokenParams":"p={{{secret}}}"}"""));

    private protected Hub SecretHub(string secret) => Make.NewHub() with
    {
        PrimaryConnector = Catalogue.Crm with { AuthScheme = SecretScheme(secret) },
    };

    private protected Integration SecretIntegration(params string[] secrets) => Make.Integration(
        [.. secrets.Select(s => Make.Template() with { Connector = Catalogue.Mailer with { AuthScheme = SecretScheme(s) } })]);

    private protected Connection SecretConnection(string secret)
    {
        var connection = Make.Connection(data: $$"""{"value":"{{secret}}"}""");
        var action = connection.Credentials.Action[0] with { AuthScheme = SecretScheme(secret) };
        var trigger = Make.Connection(data: $$"""{"value":"{{secret}}"}""").Credentials.Action[0];
        return connection with { Credentials = new ConnectionCredentials([action], [trigger]) };
    }

    private protected static async Task<string> SnapshotAsync(IStore store, Hub hub) =>
        Snapshot.Of(await store.Hubs.LoadAsync(Reach.Everything, hub.Id, Cancellation));

    private protected static async Task<string> SnapshotAsync(IStore store, Integration integration) =>
        Snapshot.Of(await store.Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation));

    private protected static async Task<EndUser> LoadAsync(IStore store, EndUser user)
    {
        var parts = new EndUserParts { Connections = [.. user.Connections.Select(c => c.Id)] };
        return Assert.IsType<EndUser>(
            await store.EndUsers.LoadAsync(Reach.Everything, new EndUserLookup.ByKey(user.Key), parts, Cancellation));
    }

    /// <summary>The connections, without what a rotation may change of the user: the version.</summary>
    private protected static async Task<string> SnapshotAsync(IStore store, EndUser user)
    {
        var loaded = await LoadAsync(store, user);
        var text = new StringBuilder().AppendLine(FormattableString.Invariant($"{loaded.UpdatedAt:O} {loaded.Usage}"));
        foreach (var connection in loaded.Connections.OrderBy(c => c.Id.Value))
            text.AppendLine(Snapshot.Of(connection));
        return text.ToString();
    }

    private protected static EndUserChanger ChangerOf(IStore store) =>
        new(store.EndUsers, new UlidSource(TimeProvider.System), TimeProvider.System);
}
