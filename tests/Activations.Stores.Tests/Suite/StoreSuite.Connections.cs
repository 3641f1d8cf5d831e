using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_connection_is_changed_in_place_and_what_binds_it_goes_on_working()
    {
        var (user, activation) = await AddActivatedAsync();
        var (old, other) = (user.Connections[0], make.Connection("other"));
        user = await SaveAsync(user, new EndUserEdit.AddConnection(other));

        user = await SaveAsync(user, new EndUserEdit.SetConnection(make.Changed(old)));
        await UnderTest.ReopenAsync();

        var loaded = await LoadAsync(user, new EndUserParts { Activation = activation.Id, Connections = [other.Id] });
        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
        var changed = loaded.FindConnection(activation.Bindings[0].ConnectionId)!;
        Assert.Equal((old.Id, old.ConnectorId, old.CreatedAt), (changed.Id, changed.ConnectorId, changed.CreatedAt));
    }

    [Fact]
    [Trait(Guarantee, "G5")]
    public async Task A_changed_connection_comes_back_byte_for_byte()
    {
        var connection = make.Connection();
        var user = await AddAsync(make.User(connection));
        const string Data = """{"":1,"$set":{"a.b":"$c"},"text":"Zoë 日本 🎉 \u0000 \u2028"}""";
        var odd = make.Connection("$name.🎉", Data) with { Id = connection.Id };

        user = await SaveAsync(user, new EndUserEdit.SetConnection(odd));

        Assert.Equal(Snapshot.Of(odd), Snapshot.Of((await LoadConnectionAsync(user, connection))!));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task A_connection_is_neither_changed_nor_removed_from_another_version()
    {
        var connection = make.Connection();
        var old = await AddAsync(make.User(connection));
        var user = await SaveAsync(old, new EndUserEdit.AddConnection(make.Connection()));

        Assert.False(await EndUsers.SaveAsync(
            make.Change(old, new EndUserEdit.SetConnection(make.Changed(connection))), Cancellation));
        Assert.False(await EndUsers.SaveAsync(
            make.Change(old, new EndUserEdit.RemoveConnection(connection.Id)), Cancellation));

        Assert.Equal(user.Version, (await LoadAsync(user)).Version);
        Assert.Equal(Snapshot.Of(connection), Snapshot.Of((await LoadConnectionAsync(user, connection))!));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_removed_connection_is_gone_and_the_others_stay()
    {
        var (removed, kept) = (make.Connection("removed"), make.Connection("kept"));
        var user = await AddAsync(make.User(removed, kept));

        user = await SaveAsync(user, new EndUserEdit.RemoveConnection(removed.Id));

        var loaded = await LoadAsync(user, new EndUserParts { Connections = [removed.Id, kept.Id] });
        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
        Assert.Null(loaded.FindConnection(removed.Id));
        Assert.Null(await FindAsync(new EndUserLookup.ByConnection(removed.Id)));
        await AssertListedAsync(user, [], [kept]);
    }

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_primary_connection_is_removed_with_all_activations_that_bind_it()
    {
        var (primary, other) = (make.Connection("primary"), make.Connection("other"));
        Activation[] activations = [make.Activation(primary), make.Activation(other, primary), make.Activation(other)];
        var user = await AddAsync(make.User(primary, other) with { PrimaryConnectionId = primary.Id });
        foreach (var activation in activations)
            user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));

        user = await SaveAsync(
            user,
            new EndUserEdit.RemoveConnection(primary.Id),
            new EndUserEdit.SetPrimaryConnection(null, Now.AddDays(1)),
            new EndUserEdit.RemoveActivations([activations[0].Id, activations[1].Id]));

        var parts = new EndUserParts { Activation = activations[2].Id, Connections = [primary.Id] };
        var loaded = await LoadAsync(user, parts);
        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
        Assert.Equal((null, Now.AddDays(1)), (loaded.PrimaryConnection, loaded.UpdatedAt));
        Assert.Null(await FindAsync(new EndUserLookup.ByActivation(activations[0].Id)));
        Assert.Null(await FindAsync(new EndUserLookup.ByActivation(activations[1].Id)));
        Assert.Equal(1, await EndUsers.CountActivationsAsync(Reach.Everything, new ActivationFilter(Sample.Hub), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_thousand_activations_are_removed_at_once()
    {
        var connection = make.Connection();
        var user = await AddAsync(make.User(connection));
        var kept = make.Activation(connection);
        user = await SaveAsync(user, new EndUserEdit.AddActivation(kept));
        for (var i = 0; i < 999; i++)
            user = await SaveAsync(user, new EndUserEdit.AddActivation(make.Activation(connection)));

        user = await SaveAsync(
            user, new EndUserEdit.RemoveActivations([.. user.Activations.Remove(kept).Select(a => a.Id)]));

        Assert.Equal(Snapshot.Of(user), Snapshot.Of(await LoadAsync(user, new EndUserParts { Activation = kept.Id })));
        Assert.Equal(1, await EndUsers.CountActivationsAsync(Reach.Everything, new ActivationFilter(Sample.Hub), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task Connections_are_listed_and_counted_by_user_and_connector()
    {
        var (mailer, crm) = (make.Connection("Zoë 日本 🎉"), make.Connection("crm"));
        crm = crm with { ConnectorId = make.NextId<ConnectorId>(), CreatedAt = Now.AddDays(-1), UpdatedAt = Now.AddDays(1) };
        var another = make.Connection("another") with { ConnectorId = make.NextId<ConnectorId>() };
        var last = make.Connection("last");
        var user = await AddAsync(make.User(last, crm, another, mailer));
        await AddAsync(make.User(make.Connection("somebody else's")));

        await AssertListedAsync(user, [], [mailer, crm, another, last]);
        await AssertListedAsync(user, [mailer.ConnectorId], [mailer, last]);
        await AssertListedAsync(user, [crm.ConnectorId, mailer.ConnectorId], [mailer, crm, last]);
        await AssertListedAsync(user, [make.NextId<ConnectorId>()], []);
        await AssertListedAsync(make.User(), [], []);
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task A_list_of_connections_shows_changes_in_place()
    {
        var connection = make.Connection();
        var user = await AddAsync(make.User(connection, make.Connection("other")));

        user = await SaveAsync(user, new EndUserEdit.SetConnection(make.Changed(connection)));

        await AssertListedAsync(user, [], [.. user.Connections]);
    }

    private static ConnectionSummary SummaryOf(Connection connection) => new(
        connection.Id, connection.ConnectorId, connection.Name, connection.CreatedAt, connection.UpdatedAt);

    /// <summary>These are listed and counted, in this order, on pages of any size.</summary>
    private async Task AssertListedAsync(EndUser user, ImmutableArray<ConnectorId> connectors, Connection[] expected)
    {
        var filter = new ConnectionFilter(user.Id, user.Key, connectors);
        var page = await EndUsers.ListConnectionsAsync(Reach.Everything, filter, new PageRequest<ConnectionId>(100), Cancellation);
        Assert.Equal(expected.Select(c => Snapshot.Of(SummaryOf(c))), page.Rows.Select(Snapshot.Of));
        Assert.Equal(expected.Length, await EndUsers.CountConnectionsAsync(Reach.Everything, filter, Cancellation));
        Assert.Equal((false, false), (page.HasPrevious, page.HasNext));

        foreach (var (previous, next) in expected.Zip(expected.Skip(1)))
        {
            var after = await EndUsers.ListConnectionsAsync(
                Reach.Everything,
                filter, new PageRequest<ConnectionId>(1, After: previous.Id), Cancellation);
            var before = await EndUsers.ListConnectionsAsync(
                Reach.Everything,
                filter, new PageRequest<ConnectionId>(1, Before: next.Id), Cancellation);
            Assert.Equal((next.Id, previous.Id), (after.Rows.Single().Id, before.Rows.Single().Id));
        }
    }
}
