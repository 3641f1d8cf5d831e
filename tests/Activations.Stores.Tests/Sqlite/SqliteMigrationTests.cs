using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using Activations.Stores.Sqlite;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sqlite;

/// <summary>What an older release stored goes on working, and can do what is new.</summary>
public sealed class SqliteMigrationTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");
    private SqliteStore? opened;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static EndUserKey Key { get; } = new(Sample.Hub, "ÜNAL@example.com");

    private SqliteStore Store => opened ?? throw new InvalidOperationException("The test was not initialized.");

    private string Path => System.IO.Path.Combine(folder.FullName, "activations.db");

    public async ValueTask InitializeAsync()
    {
        await VersionOne.WriteAsync(Path, Cancellation);
        opened = new SqliteStore(new SqliteStoreOptions { Path = Path });
        await Store.PrepareAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_user_is_kept_with_all_that_it_holds_and_can_be_changed()
    {
        var id = Id.Parse<ActivationId>("01J0DEM0ACT000000000000001");
        var user = await LoadAsync(new EndUserParts
        {
            Activation = id,
            ActivatedIntegrations = true,
            ActivationsBinding = Id.Parse<ConnectionId>("01J0DEM0CNX000000000000001"),
            RequestId = new RequestIdPart("demo", Sample.Now),
        });

        Assert.Equal(("Жук", "My CRM", 2), (user.DisplayName, user.PrimaryConnection?.Name, user.Version));
        Assert.Equal("""{"listName":"friends"}""", Assert.Single(user.Activations).DynamicVariables.GetText());
        Assert.Equal(id, user.UsedRequestId?.ActivationId);
        Assert.True(user.HasActivated(Catalogue.ContactsToMailer.Id));

        var change = new Sample(new CountingIds()).Change(user, new EndUserEdit.RemoveActivations([id]));
        Assert.True(await Store.EndUsers.SaveAsync(change, Cancellation));
        Assert.True(await Store.EndUsers.DeleteAsync(user, Cancellation));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("ünal", 1)]
    [InlineData("ЖУ", 1)]
    [InlineData("SECOND", 1)]
    [InlineData("01J0DEM0VSR000000000000002", 1)]
    [InlineData("un", 0)]
    public async Task Users_can_be_searched(string search, int count)
    {
        var filter = new EndUserFilter(Sample.Hub, SearchTerm.Of(search));

        var page = await Store.EndUsers.ListAsync(Reach.Everything, filter, new PageRequest<EndUserId>(100), Cancellation);

        Assert.Equal(count, page.Rows.Length);
        Assert.Equal(count, await Store.EndUsers.CountAsync(Reach.Everything, filter, Cancellation));
    }

    [Theory]
    [InlineData("", null, 2)]
    [InlineData("éc", null, 1)]
    [InlineData("éc", false, 0)]
    [InlineData("", false, 1)]
    public async Task Integrations_can_be_searched_and_changed(string search, bool? isDeployed, int count)
    {
        var filter = new IntegrationFilter(Sample.Hub, isDeployed, SearchTerm.Of(search));

        var page = await Store.Integrations.ListAsync(Reach.Everything, filter, new PageRequest<IntegrationId>(100), Cancellation);

        Assert.Equal(count, page.Rows.Length);
        foreach (var integration in page.Rows)
        {
            Assert.Equal((1, "", null), (integration.Version, integration.Summary, integration.DeletedAt));
            Assert.True(await Store.Integrations.SaveAsync(
                integration, integration with { Summary = "new", Version = 2 }, Cancellation));
        }
    }

    [Fact]
    public async Task A_hub_can_be_listed_and_changed()
    {
        var organisation = Catalogue.Hub.OrganisationId;

        var page = await Store.Hubs.ListAsync(Reach.Everything, organisation, new PageRequest<HubId>(100), Cancellation);

        var hub = Assert.Single(page.Rows);
        Assert.Equal((1, null), (hub.Version, hub.DeletedAt));
        Assert.True(await Store.Hubs.SaveAsync(hub, hub with { DeletedAt = Sample.Now, Version = 2 }, Cancellation));
        Assert.Equal(0, await Store.Hubs.CountAsync(Reach.Everything, organisation, Cancellation));
        Assert.Null(await Store.Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));
    }

    [Fact]
    public async Task A_migrated_file_is_opened_again()
    {
        await Store.DisposeAsync();

        opened = new SqliteStore(new SqliteStoreOptions { Path = Path });
        await Store.PrepareAsync(Cancellation);

        Assert.Equal("Жук", (await LoadAsync(EndUserParts.Profile)).DisplayName);
    }

    private async Task<EndUser> LoadAsync(EndUserParts parts)
    {
        var user = await Store.EndUsers.LoadAsync(Reach.Everything, new EndUserLookup.ByKey(Key), parts, Cancellation);
        Assert.NotNull(user);
        return user;
    }
}
