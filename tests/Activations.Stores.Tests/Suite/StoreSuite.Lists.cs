using Activations.Access;
using Activations.EndUsers;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task A_list_is_walked_in_both_directions_while_rows_come_and_go()
    {
        var random = SeededRandom();
        var kept = new List<ActivationPosition>();
        var coming = new List<(EndUser User, Activation Activation)>();
        for (var i = 0; i < 25; i++)
        {
            var user = await AddAsync(make.User());
            for (var j = random.Next(0, 4); j > 0; j--)
            {
                var activation = make.Activation();
                user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));
                kept.Add(new ActivationPosition(user.Id, activation.Id));
            }

            coming.Add((user, make.Activation()));
        }

        await new Walk<ActivationPosition, ListedActivation>(ListAsync, row => row.Position, ByPosition, Last)
            .AssertNoneTwiceNoneSkippedAsync(kept, () => ComeOrGoAsync(coming, random), random);
    }

    [Fact]
    [Trait(Guarantee, "G9")]
    public async Task A_row_has_its_user_its_activation_and_the_connections_bound()
    {
        var (user, activation) = await AddActivatedAsync();
        await AddActivatedAsync();

        var page = await EndUsers.ListActivationsAsync(
            Reach.Everything,
            new ActivationFilter(user.Key.HubId, user.Id), new PageRequest<ActivationPosition>(20), Cancellation);

        var row = Assert.Single(page.Rows);
        Assert.Equal(Snapshot.Of(activation), Snapshot.Of(row.User.FindActivation(activation.Id)!));
        Assert.NotNull(row.User.FindConnection(activation.Bindings[0].ConnectionId));
        Assert.Equal((false, false), (page.HasPrevious, page.HasNext));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task A_list_is_filtered_by_integration_and_counted()
    {
        var integration = make.NextId<Identifiers.IntegrationId>();
        for (var i = 0; i < 5; i++)
            await SaveAsync(await AddAsync(make.User()), new EndUserEdit.AddActivation(make.ActivationOf(integration)));
        await AddActivatedAsync();
        var filter = new ActivationFilter(Sample.Hub, IntegrationId: integration);

        var page = await EndUsers.ListActivationsAsync(Reach.Everything, filter, new PageRequest<ActivationPosition>(3), Cancellation);
        var rest = await EndUsers.ListActivationsAsync(
            Reach.Everything,
            filter, new PageRequest<ActivationPosition>(3, page.Rows[^1].Position), Cancellation);

        Assert.Equal((3, 2, false), (page.Rows.Length, rest.Rows.Length, rest.HasNext));
        Assert.Equal(5, await EndUsers.CountActivationsAsync(Reach.Everything, filter, Cancellation));
        Assert.Equal(6, await EndUsers.CountActivationsAsync(Reach.Everything, new ActivationFilter(Sample.Hub), Cancellation));
        Assert.Equal(0, await EndUsers.CountActivationsAsync(Reach.Everything, new ActivationFilter(Sample.OtherHub), Cancellation));
    }

    private static readonly Comparer<ActivationPosition> ByPosition = Comparer<ActivationPosition>.Create(
        (a, b) => (a.UserId.Value, a.ActivationId.Value).CompareTo((b.UserId.Value, b.ActivationId.Value)));

    private static ActivationPosition Last => new(
        new Identifiers.EndUserId(Ulid.MaxValue), new Identifiers.ActivationId(Ulid.MaxValue));

    private Task<Page<ListedActivation>> ListAsync(PageRequest<ActivationPosition> page) =>
        EndUsers.ListActivationsAsync(Reach.Everything, new ActivationFilter(Sample.Hub), page, Cancellation);

    /// <summary>Adds or removes the activation of one of the users that has one come and go.</summary>
    private async Task ComeOrGoAsync(List<(EndUser User, Activation Activation)> coming, Random random)
    {
        var index = random.Next(coming.Count);
        var (user, activation) = coming[index];
        var loaded = await LoadAsync(user, new EndUserParts { Activation = activation.Id });
        EndUserEdit edit = loaded.FindActivation(activation.Id) is null
            ? new EndUserEdit.AddActivation(activation)
            : new EndUserEdit.RemoveActivations([activation.Id]);
        await SaveAsync(loaded, edit);
    }
}
