using Activations.Access;
using Activations.EndUsers;
using Activations.Json;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    private static readonly JsonText OtherVariables = JsonText.FromTrustedText("""{"listName":"foes","n":1}""");

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_new_connection_is_saved()
    {
        var connection = make.Connection();
        var user = await SaveAsync(await AddAsync(make.User()), new EndUserEdit.AddConnection(connection));

        var loaded = await LoadAsync(user, new EndUserParts { Connections = [connection.Id] });

        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Several_new_connections_are_saved_at_once()
    {
        var connections = Enumerable.Range(0, 20).Select(_ => make.Connection()).ToList();
        var user = await SaveAsync(
            await AddAsync(make.User()), [.. connections.Select(c => new EndUserEdit.AddConnection(c))]);

        var loaded = await LoadAsync(user, new EndUserParts { Connections = [.. connections.Select(c => c.Id)] });

        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_primary_connection_is_saved_and_the_profile_updated()
    {
        var connection = make.Connection();
        var user = await SaveAsync(
            await AddAsync(make.User(connection)),
            new EndUserEdit.SetPrimaryConnection(connection.Id, Now.AddDays(1)));

        var loaded = await LoadAsync(user);

        Assert.Equal((connection.Id, Now.AddDays(1)), (loaded.PrimaryConnection?.Id, loaded.UpdatedAt));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_new_activation_is_saved()
    {
        var (user, activation) = await AddActivatedAsync();

        Assert.Equal(
            Snapshot.Of(user), Snapshot.Of(await LoadAsync(user, new EndUserParts { Activation = activation.Id })));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_removed_activation_is_gone_and_its_connection_stays()
    {
        var (user, activation) = await AddActivatedAsync();

        user = await SaveAsync(user, new EndUserEdit.RemoveActivations([activation.Id]));

        Assert.Null(await LoadActivationAsync(user, activation));
        Assert.NotNull(await LoadConnectionAsync(user, user.Connections[0]));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task New_variables_are_saved_with_the_revision_and_the_time()
    {
        var (user, activation) = await AddActivatedAsync();

        user = await SaveAsync(
            user, new EndUserEdit.SetVariables(activation.Id, OtherVariables, 2, Now.AddMilliseconds(1)));

        Assert.Equal(
            Snapshot.Of(user), Snapshot.Of(await LoadAsync(user, new EndUserParts { Activation = activation.Id })));
    }

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task New_variables_leave_the_other_activations_alone()
    {
        var (user, activation) = await AddActivatedAsync();
        var other = make.Activation();
        user = await SaveAsync(user, new EndUserEdit.AddActivation(other));

        await SaveAsync(user, new EndUserEdit.SetVariables(activation.Id, OtherVariables, 2, Now));

        Assert.Equal(Snapshot.Of(other), Snapshot.Of((await LoadActivationAsync(user, other))!));
    }

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_removal_leaves_the_other_activations_alone()
    {
        var (user, activation) = await AddActivatedAsync();
        var other = make.Activation();
        user = await SaveAsync(user, new EndUserEdit.AddActivation(other));

        await SaveAsync(user, new EndUserEdit.RemoveActivations([activation.Id]));

        Assert.Equal(Snapshot.Of(other), Snapshot.Of((await LoadActivationAsync(user, other))!));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task An_integration_can_be_activated_again_after_its_activation_was_removed()
    {
        var (user, activation) = await AddActivatedAsync();
        user = await SaveAsync(user, new EndUserEdit.RemoveActivations([activation.Id]));
        var again = make.ActivationOf(activation.IntegrationId);

        await SaveAsync(user, new EndUserEdit.AddActivation(again));

        var loaded = await LoadAsync(user, new EndUserParts { ActivationOf = activation.IntegrationId });
        Assert.Equal(again.Id, loaded.FindActivationOf(activation.IntegrationId)?.Id);
    }

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_save_leaves_other_users_alone()
    {
        var (bystander, activation) = await AddActivatedAsync();
        var (user, _) = await AddActivatedAsync();

        await SaveAsync(user, new EndUserEdit.AddConnection(make.Connection()));

        Assert.Equal(
            Snapshot.Of(bystander),
            Snapshot.Of(await LoadAsync(bystander, new EndUserParts { Activation = activation.Id })));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task The_version_counts_the_saves()
    {
        var user = await AddAsync(make.User());
        for (var i = 0; i < 5; i++)
            user = await SaveAsync(user, new EndUserEdit.AddConnection(make.Connection()));

        Assert.Equal(6, (await LoadAsync(user)).Version);
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task The_usage_is_what_the_change_says()
    {
        var user = await AddAsync(make.User());
        var usage = new EndUserUsage(999, 1_000, 8_388_608, 0);
        var change = make.Change(user, new EndUserEdit.AddConnection(make.Connection())) with { Usage = usage };

        Assert.True(await EndUsers.SaveAsync(change, Cancellation));

        Assert.Equal(usage, (await LoadAsync(user)).Usage);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait(Guarantee, "G3")]
    public async Task A_change_from_another_version_is_refused_and_changes_nothing(int difference)
    {
        var (user, activation) = await AddActivatedAsync();
        var connection = make.Connection();
        var change = make.Change(
            user with { Version = user.Version + difference },
            new EndUserEdit.AddConnection(connection),
            new EndUserEdit.SetPrimaryConnection(connection.Id, Now.AddDays(1)),
            new EndUserEdit.RemoveActivations([activation.Id]));

        Assert.False(await EndUsers.SaveAsync(change, Cancellation));

        var parts = new EndUserParts { Activation = activation.Id, Connections = [connection.Id] };
        Assert.Equal(Snapshot.Of(user), Snapshot.Of(await LoadAsync(user, parts)));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task A_change_of_a_user_that_does_not_exist_is_refused_and_stores_nothing()
    {
        var change = make.Change(make.User(), new EndUserEdit.AddActivation(make.Activation()));

        Assert.False(await EndUsers.SaveAsync(change, Cancellation));

        Assert.Null(await FindAsync(change.From));
        Assert.Equal(0, await EndUsers.CountActivationsAsync(Reach.Everything, new ActivationFilter(Sample.Hub), Cancellation));
    }
}
