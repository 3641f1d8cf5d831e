using Activations.Access;
using Activations.EndUsers;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task Of_64_saves_from_one_version_exactly_one_succeeds()
    {
        var user = await AddAsync(make.User());
        var activations = Enumerable.Range(0, 64).Select(_ => make.Activation()).ToList();

        var saved = await Task.WhenAll(activations.Select(
            a => EndUsers.SaveAsync(make.Change(user, new EndUserEdit.AddActivation(a)), Cancellation)));

        var winner = activations[Assert.Single(saved.Index(), s => s.Item).Index];
        Assert.NotNull(await LoadActivationAsync(user, winner));
        var stored = await LoadAsync(user);
        Assert.Equal((user.Version + 1, 1), (stored.Version, stored.Usage.Activations));
        Assert.Equal(1, await EndUsers.CountActivationsAsync(Reach.Everything, new ActivationFilter(user.Key.HubId, user.Id), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G8")]
    public async Task A_call_that_is_cancelled_beforehand_stores_nothing()
    {
        var user = await AddAsync(make.User());
        var activation = make.Activation();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndUsers.SaveAsync(
            make.Change(user, new EndUserEdit.AddActivation(activation)), cancelled.Token));

        Assert.Null(await LoadActivationAsync(user, activation));
        Assert.Equal(user.Version, (await LoadAsync(user)).Version);
    }

    [Fact]
    [Trait(Guarantee, "G8")]
    public async Task Saves_that_are_cancelled_half_way_are_whole_or_absent()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => AddAsync(make.User())));
        var activations = users.Select(_ => (Connection: make.Connection(), Activation: make.Activation())).ToList();
        using var cancellation = new CancellationTokenSource();

        var saves = users.Zip(activations).Select(pair => EndUsers.SaveAsync(
            make.Change(
                pair.First,
                new EndUserEdit.AddConnection(pair.Second.Connection),
                new EndUserEdit.AddActivation(pair.Second.Activation)),
            cancellation.Token)).ToList();
        await Task.WhenAny(saves);
        await cancellation.CancelAsync();
        await Task.WhenAll(saves.Select(s => s.ContinueWith(_ => { }, TaskScheduler.Default)));

        foreach (var ((user, (connection, activation)), save) in users.Zip(activations).Zip(saves))
        {
            var stored = await LoadAsync(user, new EndUserParts { Activation = activation.Id, Connections = [connection.Id] });
            var isThere = stored.Version == 2;
            Assert.Equal(isThere, stored.FindActivation(activation.Id) is not null);
            Assert.Equal(isThere, stored.FindConnection(connection.Id) is not null);
            if (save.IsCompletedSuccessfully)
                Assert.True(isThere);
        }
    }

    [Fact]
    [Trait(Guarantee, "G4")]
    public async Task A_reader_sees_whole_saves_only()
    {
        var user = await AddAsync(make.User());
        var activation = make.Activation();
        var writer = AddAndRemoveAsync(user, activation);

        while (!writer.IsCompleted)
        {
            var seen = await LoadAsync(user, new EndUserParts { Activation = activation.Id });
            Assert.Equal(seen.Usage.Activations == 1, seen.FindActivation(activation.Id) is not null);
            Assert.Equal(seen.Version % 2 == 0, seen.Usage.Activations == 1);
        }

        await writer;
    }

    private async Task AddAndRemoveAsync(EndUser user, Activation activation)
    {
        for (var i = 0; i < 50; i++)
        {
            user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));
            user = await SaveAsync(user, new EndUserEdit.RemoveActivations([activation.Id]));
        }
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task What_was_acknowledged_is_there_after_reopening()
    {
        var (user, activation) = await AddActivatedAsync();
        var parts = new EndUserParts { Activation = activation.Id };
        var before = await LoadAsync(user, parts);

        await UnderTest.ReopenAsync();

        var after = await LoadAsync(user, parts);
        Assert.NotNull(after.FindActivation(activation.Id));
        Assert.Equal(Snapshot.Of(before), Snapshot.Of(after));
    }
}
