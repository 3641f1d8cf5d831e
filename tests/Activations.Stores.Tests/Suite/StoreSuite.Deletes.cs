using Activations.Access;
using Activations.EndUsers;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_deleted_user_is_gone_with_all_that_it_held()
    {
        var (user, activation) = await AddActivatedAsync();
        var (bystander, kept) = await AddActivatedAsync();
        var connection = user.Connections[0];
        var hub = new ActivationFilter(Sample.Hub);

        Assert.True(await EndUsers.DeleteAsync(user, Cancellation));
        await UnderTest.ReopenAsync();

        Assert.Null(await FindAsync(user));
        Assert.Null(await FindAsync(new EndUserLookup.ById(user.Key.HubId, user.Id)));
        Assert.Null(await FindAsync(new EndUserLookup.ByActivation(activation.Id)));
        Assert.Null(await FindAsync(new EndUserLookup.ByConnection(connection.Id)));
        Assert.Equal(0, await EndUsers.CountConnectionsAsync(Reach.Everything, new ConnectionFilter(user.Id, user.Key, []), Cancellation));
        Assert.Equal(0, await EndUsers.CountActivationsAsync(Reach.Everything, hub with { UserId = user.Id }, Cancellation));
        Assert.Equal(1, await EndUsers.CountActivationsAsync(Reach.Everything, hub, Cancellation));
        await AssertFoundAsync("", [bystander]);
        Assert.Equal(Snapshot.Of(kept), Snapshot.Of((await LoadActivationAsync(bystander, kept))!));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_user_is_deleted_in_any_version_and_once()
    {
        var user = await AddAsync(make.User());
        await SaveAsync(user, new EndUserEdit.AddConnection(make.Connection()));

        Assert.True(await EndUsers.DeleteAsync(user, Cancellation));
        Assert.False(await EndUsers.DeleteAsync(user, Cancellation));
        Assert.False(await EndUsers.DeleteAsync(make.User(), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Of_64_deletions_of_a_user_at_once_exactly_one_finds_it()
    {
        var (user, _) = await AddActivatedAsync();

        var deleted = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => EndUsers.DeleteAsync(user, Cancellation)));

        Assert.Single(deleted, d => d);
        Assert.Null(await FindAsync(user));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task A_save_from_before_the_deletion_is_refused_and_stores_nothing()
    {
        var (user, activation) = await AddActivatedAsync();
        var connection = make.Connection();
        await EndUsers.DeleteAsync(user, Cancellation);

        Assert.False(await EndUsers.SaveAsync(
            make.Change(user, new EndUserEdit.AddConnection(connection)), Cancellation));
        Assert.False(await EndUsers.SaveAsync(
            make.Change(user, new EndUserEdit.SetVariables(activation.Id, OtherVariables, 2, Now)), Cancellation));

        Assert.Null(await FindAsync(user));
        Assert.Null(await FindAsync(new EndUserLookup.ByConnection(connection.Id)));
    }

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_user_that_is_added_again_has_nothing_of_the_one_before()
    {
        var requestId = make.RequestId("key", Now);
        var (user, activation) = await AddActivatedAsync();
        await RememberAsync(user, requestId, since: Now.AddHours(-24));
        await EndUsers.DeleteAsync(user, Cancellation);

        var again = await AddAsync(make.User() with { Key = user.Key });

        var loaded = await LoadAsync(again, new EndUserParts
        {
            Activation = activation.Id,
            ActivationOf = activation.IntegrationId,
            ActivatedIntegrations = true,
            ActivationsBinding = user.Connections[0].Id,
            Connections = [user.Connections[0].Id],
            RequestId = new RequestIdPart(requestId.Value, Now.AddHours(-24)),
        });
        Assert.Equal(Snapshot.Of(again), Snapshot.Of(loaded));
        Assert.False(await EndUsers.SaveAsync(
            make.Change(user, new EndUserEdit.AddConnection(make.Connection())), Cancellation));
        Assert.False(await EndUsers.DeleteAsync(user, Cancellation));
        Assert.NotNull(await FindAsync(again));
    }

    [Fact]
    [Trait(Guarantee, "G8")]
    public async Task A_deletion_that_is_cancelled_beforehand_deletes_nothing()
    {
        var (user, activation) = await AddActivatedAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndUsers.DeleteAsync(user, cancelled.Token));

        Assert.Equal(
            Snapshot.Of(user), Snapshot.Of(await LoadAsync(user, new EndUserParts { Activation = activation.Id })));
    }

    [Fact]
    [Trait(Guarantee, "G4")]
    public async Task A_reader_sees_a_user_with_all_that_it_holds_or_not_at_all()
    {
        var connection = make.Connection();
        var activation = make.Activation(connection);
        var user = make.User(connection) with { PrimaryConnectionId = connection.Id };
        var writer = AddAndDeleteAsync(user, activation);

        while (!writer.IsCompleted)
        {
            var seen = await FindAsync(user, new EndUserParts { Activation = activation.Id });
            if (seen is null)
                continue;
            Assert.NotNull(seen.PrimaryConnection);
            Assert.Equal(seen.Version == 2, seen.FindActivation(activation.Id) is not null);
        }

        await writer;
    }

    private async Task AddAndDeleteAsync(EndUser user, Activation activation)
    {
        for (var i = 0; i < 50; i++)
        {
            await SaveAsync(await AddAsync(user), new EndUserEdit.AddActivation(activation));
            Assert.True(await EndUsers.DeleteAsync(user, Cancellation));
        }
    }

    private Task<EndUser?> FindAsync(EndUserLookup lookup, EndUserParts? parts = null) =>
        EndUsers.LoadAsync(Reach.Everything, lookup, parts ?? EndUserParts.Profile, Cancellation);
}
