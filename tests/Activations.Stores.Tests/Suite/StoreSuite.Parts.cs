using Activations.EndUsers;
using Activations.Identifiers;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task The_activations_that_bind_a_connection_are_loaded_with_all_that_they_bind()
    {
        var (shared, other) = (make.Connection("shared"), make.Connection("other"));
        Activation[] activations =
        [
            make.Activation(shared), make.Activation(other), make.Activation(other, shared), make.Activation(),
        ];
        var user = await AddAsync(make.User(shared, other));
        foreach (var activation in activations)
            user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));

        var loaded = await LoadAsync(user, new EndUserParts { ActivationsBinding = shared.Id });

        Assert.Equal(
            new[] { activations[0], activations[2] }.Select(Snapshot.Of),
            loaded.FindActivationsBinding(shared.Id).OrderBy(a => a.Id.Value).Select(Snapshot.Of));
        Assert.Equal(2, loaded.Activations.Length);
        Assert.Equal(
            new[] { shared, other }.Select(Snapshot.Of),
            loaded.Connections.OrderBy(c => c.Id.Value).Select(Snapshot.Of));
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task An_activation_that_is_asked_for_in_several_ways_is_loaded_once()
    {
        var (user, activation) = await AddActivatedAsync();
        var connection = user.Connections[0];

        var loaded = await LoadAsync(user, new EndUserParts
        {
            Activation = activation.Id,
            ActivationOf = activation.IntegrationId,
            ActivationsBinding = connection.Id,
            Connections = [connection.Id],
        });

        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task Different_activations_are_loaded_together()
    {
        var (shared, other) = (make.Connection("shared"), make.Connection("other"));
        Activation[] activations = [make.Activation(shared), make.Activation(other), make.Activation(), make.Activation()];
        var user = await AddAsync(make.User(shared, other));
        foreach (var activation in activations)
            user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));

        var loaded = await LoadAsync(user, new EndUserParts
        {
            Activation = activations[2].Id,
            ActivationOf = activations[1].IntegrationId,
            ActivationsBinding = shared.Id,
        });

        Assert.Equal(Snapshot.Of(user with { Activations = [.. activations[..3]] }), Snapshot.Of(loaded));
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task A_connection_that_nothing_binds_has_no_activations()
    {
        var (user, _) = await AddActivatedAsync();
        var unbound = make.Connection();
        user = await SaveAsync(user, new EndUserEdit.AddConnection(unbound));

        var loaded = await LoadAsync(user, new EndUserParts { ActivationsBinding = unbound.Id });

        Assert.Empty(loaded.FindActivationsBinding(unbound.Id));
        Assert.Empty(loaded.Activations);
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task The_activated_integrations_are_loaded_without_their_activations()
    {
        var (user, removed) = await AddActivatedAsync();
        Activation[] activations = [make.Activation(), make.Activation()];
        foreach (var activation in activations)
            user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));
        user = await SaveAsync(user, new EndUserEdit.RemoveActivations([removed.Id]));

        var loaded = await LoadAsync(user, new EndUserParts { ActivatedIntegrations = true });

        Assert.All(activations, activation => Assert.True(loaded.HasActivated(activation.IntegrationId)));
        Assert.False(loaded.HasActivated(removed.IntegrationId));
        Assert.Equal(2, loaded.ActivatedIntegrations.Count);
        Assert.Empty(loaded.Activations);
        Assert.Empty((await LoadAsync(user)).ActivatedIntegrations);
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task Activated_integrations_and_an_activation_are_loaded_together()
    {
        var (user, activation) = await AddActivatedAsync();
        user = await SaveAsync(user, new EndUserEdit.AddActivation(make.Activation()));

        var loaded = await LoadAsync(
            user, new EndUserParts { ActivatedIntegrations = true, ActivationOf = activation.IntegrationId });

        Assert.Equal(2, loaded.ActivatedIntegrations.Count);
        Assert.Equal(Snapshot.Of(activation), Snapshot.Of(Assert.Single(loaded.Activations)));
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task A_user_is_found_by_a_connection_which_is_loaded_too()
    {
        var (user, activation) = await AddActivatedAsync();
        var (connection, other) = (user.Connections[0], make.Connection());
        user = await SaveAsync(user, new EndUserEdit.AddConnection(other));
        await AddActivatedAsync();

        var found = await FindAsync(new EndUserLookup.ByConnection(connection.Id));
        var foundWithParts = await FindAsync(
            new EndUserLookup.ByConnection(other.Id),
            new EndUserParts { ActivationsBinding = connection.Id, Connections = [other.Id] });

        Assert.Equal(user.Key, found!.Key);
        Assert.Equal(Snapshot.Of(connection), Snapshot.Of(found.FindConnection(connection.Id)!));
        Assert.Equal([connection.Id], found.Connections.Select(c => c.Id));
        Assert.NotNull(foundWithParts!.FindConnection(other.Id));
        Assert.Equal([activation.Id], foundWithParts.FindActivationsBinding(connection.Id).Select(a => a.Id));
        Assert.Null(await FindAsync(new EndUserLookup.ByConnection(make.NextId<ConnectionId>())));
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task A_connection_of_somebody_else_is_not_loaded()
    {
        var (user, _) = await AddActivatedAsync();
        var (other, _) = await AddActivatedAsync();
        var connection = other.Connections[0];

        var loaded = await LoadAsync(
            user, new EndUserParts { Connections = [connection.Id], ActivationsBinding = connection.Id });

        Assert.Null(loaded.FindConnection(connection.Id));
        Assert.Empty(loaded.FindActivationsBinding(connection.Id));
    }
}
