using Activations.Access;
using Activations.EndUsers;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    /// <summary>External ids that somebody might take for the same, two by two.</summary>
    public static TheoryData<string, string> DifferentExternalIds => new()
    {
        { "anna", "Anna" },
        { "é", "e\u0301" }, // composed and decomposed
        { "straße", "strasse" },
        { "ı", "i" },
        { "ﬁ", "fi" },
        { "a", "a " },
        { "a", " a" },
        { "a\u200b", "a" }, // a zero-width space
        { "１", "1" },
        { "1", "01" },
        { "1", "1.0" },
    };

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_new_user_is_stored_with_all_its_connections()
    {
        var (first, second) = (make.Connection("first"), make.Connection("second"));
        var user = await AddAsync(make.User(first, second) with { PrimaryConnectionId = second.Id });

        var loaded = await LoadAsync(user, new EndUserParts { Connections = [first.Id] });

        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
    }

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task A_new_user_is_stored_with_all_its_activations()
    {
        var connection = make.Connection();
        var (first, second) = (make.Activation(connection), make.Activation());
        var user = make.User(connection) with { Activations = [first, second] };
        user = await AddAsync(user with { Usage = user.Usage with { Activations = 2 } });

        Assert.Equal(Snapshot.Of(first), Snapshot.Of((await LoadActivationAsync(user, first))!));
        Assert.Equal(Snapshot.Of(second), Snapshot.Of((await LoadActivationAsync(user, second))!));
        var filter = new ActivationFilter(user.Key.HubId, user.Id);
        Assert.Equal(2, await EndUsers.CountActivationsAsync(Reach.Everything, filter, Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait(Guarantee, "G2")]
    public async Task A_new_user_with_a_connection_or_an_activation_of_another_user_is_refused_as_a_whole(bool isConnection)
    {
        var (other, taken) = await AddActivatedAsync();
        var connection = make.Connection();
        var activation = make.Activation(connection);
        var user = make.User(isConnection ? connection with { Id = taken.Bindings[0].ConnectionId } : connection) with
        {
            Activations = [isConnection ? activation : activation with { Id = taken.Id }],
        };

        Assert.False(await EndUsers.AddAsync(user, Cancellation));

        Assert.Null(await FindAsync(user));
        Assert.NotNull(await LoadActivationAsync(other, taken));
    }

    [Fact]
    [Trait(Guarantee, "G6")]
    public async Task A_second_user_with_the_same_key_is_refused_and_the_first_left_as_it_is()
    {
        var first = await AddAsync(make.User());
        var connection = make.Connection();
        var second = make.User(connection) with { Key = first.Key, DisplayName = "Second" };

        Assert.False(await EndUsers.AddAsync(second, Cancellation));

        Assert.Equal(Snapshot.Of(first), Snapshot.Of(await LoadAsync(first)));
        Assert.Null(await LoadConnectionAsync(first, connection));
    }

    [Fact]
    [Trait(Guarantee, "G6")]
    public async Task A_second_user_with_the_same_id_is_refused_and_the_first_left_as_it_is()
    {
        var first = await AddAsync(make.User());
        var second = make.User(make.Connection()) with { Id = first.Id };

        Assert.False(await EndUsers.AddAsync(second, Cancellation));

        Assert.Null(await FindAsync(second));
        Assert.Equal(Snapshot.Of(first), Snapshot.Of(await LoadAsync(first)));
    }

    [Fact]
    [Trait(Guarantee, "G6")]
    public async Task The_same_external_id_in_another_hub_is_another_user()
    {
        var here = await AddAsync(make.User("same", Sample.Hub));
        var there = await AddAsync(make.User("same", Sample.OtherHub));

        Assert.Equal((here.Id, there.Id), ((await LoadAsync(here)).Id, (await LoadAsync(there)).Id));
    }

    [Theory]
    [MemberData(nameof(DifferentExternalIds))]
    [Trait(Guarantee, "G6")]
    public async Task External_ids_are_compared_ordinally(string one, string other)
    {
        var first = await AddAsync(make.User(one, Sample.Hub));
        var second = await AddAsync(make.User(other, Sample.Hub));

        Assert.Equal((first.Id, second.Id), ((await LoadAsync(first)).Id, (await LoadAsync(second)).Id));
    }

    [Fact]
    [Trait(Guarantee, "G6")]
    public async Task Of_64_users_that_are_added_with_one_key_at_once_exactly_one_is_stored()
    {
        var users = Enumerable.Range(0, 64).Select(_ => make.User("same", Sample.Hub, make.Connection())).ToList();

        var added = await Task.WhenAll(users.Select(user => EndUsers.AddAsync(user, Cancellation)));

        var winner = users[Assert.Single(added.Index(), a => a.Item).Index];
        var loaded = await LoadAsync(winner, new EndUserParts { Connections = [winner.Connections[0].Id] });
        Assert.Equal(Snapshot.Of(winner), Snapshot.Of(loaded));
    }
}
