using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sealed;

/// <summary>What is really stored behind a sealed store, and what comes back.</summary>
public abstract class SealedStoreTests : SealedTests
{
    private const string Marker = "m4rker";

    [Fact]
    public async Task Secrets_are_stored_sealed_and_come_back()
    {
        var (hub, integration) = (SecretHub(Marker), SecretIntegration(Marker, Marker));
        var user = Make.User(SecretConnection(Marker));
        Assert.True(await UnderTest.Store.Hubs.AddAsync(hub, Cancellation));
        Assert.True(await UnderTest.Store.Integrations.AddAsync(integration, Cancellation));
        Assert.True(await UnderTest.Store.EndUsers.AddAsync(user, Cancellation));
        user = await SaveAsync(user, new EndUserEdit.AddConnection(SecretConnection(Marker)));
        var changed = SecretConnection(Marker);
        user = await SaveAsync(user, new EndUserEdit.SetConnection(changed with { Id = user.Connections[0].Id }));

        await UnderTest.ReopenAsync();

        var store = UnderTest.Store;
        Assert.Equal(Snapshot.Of(hub), await SnapshotAsync(store, hub));
        Assert.Equal(Snapshot.Of(integration), await SnapshotAsync(store, integration));
        Assert.Equal(
            user.Connections.Select(Snapshot.Of).Order(StringComparer.Ordinal),
            (await LoadAsync(store, user)).Connections.Select(Snapshot.Of).Order(StringComparer.Ordinal));
        foreach (var stored in new[]
        {
            await SnapshotAsync(UnderTest.Stored, hub),
            await SnapshotAsync(UnderTest.Stored, integration),
            await SnapshotAsync(UnderTest.Stored, user),
        })
        {
            Assert.DoesNotContain(Marker, stored, StringComparison.Ordinal);
            Assert.Contains("key-1", stored, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_holds_no_secret_is_stored_in_clear()
    {
        var (hub, user) = (Make.NewHub(), Make.User(Make.Connection(data: "{}")));
        var store = UnderTest.With(); // without a key

        Assert.True(await store.Hubs.AddAsync(hub, Cancellation));
        Assert.True(await store.EndUsers.AddAsync(user, Cancellation));

        Assert.Equal(Snapshot.Of(hub), await SnapshotAsync(UnderTest.Stored, hub));
        Assert.Equal(Snapshot.Of(user.Connections[0]), Snapshot.Of((await LoadAsync(UnderTest.Stored, user)).Connections[0]));
    }

    [Fact]
    public async Task Without_a_key_no_secret_is_stored()
    {
        var store = UnderTest.With();
        var (hub, integration, user) = (SecretHub(Marker), SecretIntegration(Marker), Make.User(Make.Connection()));
        var (known, built) = (Make.User(), Make.Integration());
        Assert.True(await store.EndUsers.AddAsync(known, Cancellation));
        Assert.True(await store.Integrations.AddAsync(built, Cancellation));

        await AssertRefusedAsync(() => store.Hubs.AddAsync(hub, Cancellation));
        await AssertRefusedAsync(() => store.Integrations.AddAsync(integration, Cancellation));
        await AssertRefusedAsync(() => store.Integrations.SaveAsync(
            built, built.With(integration.Templates[0]) with { Version = 2 }, Cancellation));
        await AssertRefusedAsync(() => store.EndUsers.AddAsync(user, Cancellation));
        await AssertRefusedAsync(() => store.EndUsers.SaveAsync(
            Make.Change(known, new EndUserEdit.AddConnection(Make.Connection())), Cancellation));

        Assert.Equal("no hub", await SnapshotAsync(UnderTest.Stored, hub));
        Assert.Equal("no integration", await SnapshotAsync(UnderTest.Stored, integration));
        Assert.Equal(Snapshot.Of(built), await SnapshotAsync(UnderTest.Stored, built));
        Assert.Equal(1, await UnderTest.Stored.EndUsers.CountAllAsync(Cancellation));
        Assert.Equal(known.Version, (await LoadAsync(UnderTest.Stored, known)).Version);
    }

    [Fact]
    public async Task What_an_earlier_release_stored_in_clear_is_read_as_it_is_and_sealed_when_it_is_saved()
    {
        var (hub, integration, user) = (SecretHub(Marker), SecretIntegration(Marker), Make.User(SecretConnection(Marker)));
        await UnderTest.Stored.Hubs.AddAsync(hub, Cancellation);
        await UnderTest.Stored.Integrations.AddAsync(integration, Cancellation);
        await UnderTest.Stored.EndUsers.AddAsync(user, Cancellation);
        Assert.Equal(Snapshot.Of(hub), await SnapshotAsync(UnderTest.Store, hub));
        Assert.Equal(await SnapshotAsync(UnderTest.Stored, user), await SnapshotAsync(UnderTest.Store, user));

        hub = (await UnderTest.Store.Hubs.LoadAsync(Reach.Everything, hub.Id, Cancellation))!;
        Assert.True(await UnderTest.Store.Hubs.SaveAsync(hub, hub with { Name = "Renamed", Version = 2 }, Cancellation));
        integration = (await UnderTest.Store.Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation))!;
        Assert.True(await UnderTest.Store.Integrations.SaveAsync(
            integration, integration with { Name = "Renamed", Version = 2 }, Cancellation));

        Assert.DoesNotContain(Marker, await SnapshotAsync(UnderTest.Stored, hub), StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, await SnapshotAsync(UnderTest.Stored, integration), StringComparison.Ordinal);
        Assert.Equal(Snapshot.Of(hub with { Name = "Renamed", Version = 2 }), await SnapshotAsync(UnderTest.Store, hub));
    }

    [Fact]
    public async Task Without_a_key_what_is_stored_in_clear_can_be_renamed()
    {
        var hub = SecretHub(Marker);
        await UnderTest.Stored.Hubs.AddAsync(hub, Cancellation);
        var store = UnderTest.With();

        var loaded = (await store.Hubs.LoadAsync(Reach.Everything, hub.Id, Cancellation))!;
        Assert.True(await store.Hubs.SaveAsync(loaded, loaded with { Name = "Renamed", Version = 2 }, Cancellation));

        Assert.Equal(Snapshot.Of(hub with { Name = "Renamed", Version = 2 }), await SnapshotAsync(store, hub));
    }

    [Fact]
    public async Task A_save_that_leaves_a_scheme_alone_leaves_its_ciphertext_alone()
    {
        var (hub, integration) = (SecretHub(Marker), SecretIntegration(Marker, Marker));
        await UnderTest.Store.Hubs.AddAsync(hub, Cancellation);
        await UnderTest.Store.Integrations.AddAsync(integration, Cancellation);
        var (storedHub, storedIntegration) = (await SnapshotAsync(UnderTest.Stored, hub), await SnapshotAsync(UnderTest.Stored, integration));
        var store = UnderTest.With(); // nothing is opened or sealed: it works without a key

        hub = (await store.Hubs.LoadAsync(Reach.Everything, hub.Id, Cancellation))!;
        Assert.True(await store.Hubs.SaveAsync(hub, hub with { Name = "Renamed", Version = 2 }, Cancellation));
        integration = (await store.Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation))!;
        Assert.True(await store.Integrations.SaveAsync(
            integration, integration with { Name = "Renamed", Version = 2 }, Cancellation));

        Assert.Equal(
            storedHub.Replace("'A Hub' v1", "'Renamed' v2", StringComparison.Ordinal), await SnapshotAsync(UnderTest.Stored, hub));
        Assert.Equal(
            storedIntegration.Replace("'An Integration' v1", "'Renamed' v2", StringComparison.Ordinal),
            await SnapshotAsync(UnderTest.Stored, integration));
    }

    [Fact]
    public async Task Ciphertext_that_was_moved_to_another_record_does_not_open()
    {
        var (first, second) = (Make.User(Make.Connection()), Make.User(Make.Connection()));
        await UnderTest.Store.EndUsers.AddAsync(first, Cancellation);
        await UnderTest.Store.EndUsers.AddAsync(second, Cancellation);
        var stolen = (await LoadAsync(UnderTest.Stored, first)).Connections[0].Credentials.Action[0].Credential.Data;
        var victim = await LoadAsync(UnderTest.Stored, second);
        var credential = victim.Connections[0].Credentials.Action[0];
        Assert.True(await UnderTest.Stored.EndUsers.SaveAsync(
            Make.Change(victim, new EndUserEdit.SetConnection(victim.Connections[0] with
            {
                Credentials = new ConnectionCredentials(
                    [credential with { Credential = credential.Credential with { Data = stolen } }], []),
            })),
            Cancellation));

        var loaded = await LoadAsync(UnderTest.Store, second);

        Assert.Throws<SecretUnreadableException>(() => loaded.Connections[0].Credentials.Action[0].Credential.Data.Utf8);
    }

    [Fact]
    public async Task What_cannot_be_opened_is_in_nobodys_way_who_does_not_need_it()
    {
        var user = Make.User(SecretConnection(Marker), SecretConnection(Marker));
        await UnderTest.Store.EndUsers.AddAsync(user, Cancellation);
        var store = UnderTest.With(SealedUnderTest.NextKey); // the key that sealed it is gone

        var loaded = await LoadAsync(store, user);
        Assert.True(await store.EndUsers.SaveAsync(
            new EndUserChange
            {
                From = loaded,
                WriteId = Make.NextId<WriteId>(),
                Edits = [new EndUserEdit.RemoveConnection(user.Connections[0].Id)],
                Usage = loaded.Usage,
            },
            Cancellation));
        Assert.True(await store.EndUsers.DeleteAsync(loaded, Cancellation));
    }

    [Fact]
    public async Task What_a_caller_sends_in_the_form_of_an_envelope_is_sealed_like_anything_else()
    {
        var (store, user) = (UnderTest.Store, Make.User(Make.Connection()));
        await store.EndUsers.AddAsync(user, Cancellation);
        var envelope = (await LoadAsync(UnderTest.Stored, user)).Connections[0].Credentials.Action[0].Credential.Data;
        var planted = Make.User(Make.Connection(data: envelope.GetText()));
        var hub = Make.NewHub() with { PrimaryConnector = Catalogue.Crm with { AuthScheme = new AuthScheme(envelope) } };

        await store.EndUsers.AddAsync(planted, Cancellation);
        await store.Hubs.AddAsync(hub, Cancellation);

        Assert.Equal(envelope, (await LoadAsync(store, planted)).Connections[0].Credentials.Action[0].Credential.Data);
        Assert.Equal(Snapshot.Of(hub), await SnapshotAsync(store, hub));
        await AssertRefusedAsync(() => UnderTest.With().Hubs.AddAsync(hub with { Id = Make.NextId<HubId>() }, Cancellation));
    }

    private static async Task AssertRefusedAsync(Func<Task<bool>> store) =>
        Assert.Equal(ErrorReason.SecretsKeyMissing, (await Assert.ThrowsAsync<SecretsKeyMissingException>(store)).Reason);

    private async Task<EndUser> SaveAsync(EndUser user, EndUserEdit edit)
    {
        var change = Make.Change(user, edit);
        Assert.True(await UnderTest.Store.EndUsers.SaveAsync(change, Cancellation));
        return change.Apply();
    }
}
