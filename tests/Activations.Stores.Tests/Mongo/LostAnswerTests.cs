using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Tests.Service;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Mongo;

/// <summary>A write that took place although no answer said so is found out, and does not take place twice.</summary>
public sealed class LostAnswerTests(MongoDbAtHand atHand) : IAsyncLifetime
{
    private readonly Sample make = new(new CountingIds());
    private LostAnswers? answers;
    private MongoUnderTest? underTest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LostAnswers Answers => answers ?? throw new InvalidOperationException("The test was not initialized.");

    private MongoUnderTest UnderTest =>
        underTest ?? throw new InvalidOperationException("The test was not initialized.");

    private IStore Store => UnderTest.Store;

    public async ValueTask InitializeAsync() => underTest = await MongoUnderTest.CreateAsync(
        atHand, Cancellation, through: server => (answers = new LostAnswers(server)).ConnectionString);

    public async ValueTask DisposeAsync()
    {
        if (underTest is not null)
            await underTest.DisposeAsync();
        if (answers is not null)
            await answers.DisposeAsync();
    }

    [Fact]
    [Trait(StoreSuite.Guarantee, "G3")]
    public async Task A_save_of_a_user_takes_place_once()
    {
        var connection = make.Connection();
        var user = make.User(connection);
        await Store.EndUsers.AddAsync(user, Cancellation);
        var change = make.Change(user, new EndUserEdit.SetConnection(connection with { Name = "New" }));

        Answers.LoseNext("update");
        Assert.True(await Store.EndUsers.SaveAsync(change, Cancellation));

        await AssertSavedOnceAsync("endUsers", user.Id.ToString());
        Assert.False(await Store.EndUsers.SaveAsync(make.Change(user), Cancellation));
    }

    [Fact]
    [Trait(StoreSuite.Guarantee, "G3")]
    public async Task A_save_of_a_hub_takes_place_once()
    {
        var hub = Catalogue.Hub;
        await Store.Hubs.AddAsync(hub, Cancellation);

        Answers.LoseNext("update");
        Assert.True(await Store.Hubs.SaveAsync(hub, hub with { Name = "New", Version = 2 }, Cancellation));

        await AssertSavedOnceAsync("hubs", hub.Id.ToString());
        Assert.False(await Store.Hubs.SaveAsync(hub, hub with { Name = "Newer", Version = 2 }, Cancellation));
    }

    [Fact]
    [Trait(StoreSuite.Guarantee, "G1")]
    public async Task Nobody_claims_to_have_deleted_a_user_who_is_gone_after_a_lost_answer()
    {
        var user = make.User();
        await Store.EndUsers.AddAsync(user, Cancellation);

        Answers.LoseNext("delete");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.EndUsers.DeleteAsync(user, Cancellation));

        Assert.True(Answers.HasLost);
        Answers.LoseNoMore();
        Assert.False(await Store.EndUsers.DeleteAsync(user, Cancellation));
    }

    [Fact]
    [Trait(StoreSuite.Guarantee, "G1")]
    public async Task A_default_hub_is_set_and_cleared_although_the_answers_are_lost()
    {
        var hub = Catalogue.Hub;

        Answers.LoseNext("update");
        await Store.Hubs.SetDefaultAsync(hub.OrganisationId, hub.Id, Cancellation);
        Assert.True(Answers.HasLost);
        Assert.Equal(hub.Id, await Store.Hubs.LoadDefaultAsync(Reach.Everything, hub.OrganisationId, Cancellation));

        Answers.LoseNext("update");
        await Store.Hubs.ClearDefaultAsync(hub.OrganisationId, hub.Id, Cancellation);
        Assert.Null(await Store.Hubs.LoadDefaultAsync(Reach.Everything, hub.OrganisationId, Cancellation));
        Assert.True(Answers.HasLost);
    }

    private async Task AssertSavedOnceAsync(string collection, string id)
    {
        Assert.True(Answers.HasLost);
        var stored = await UnderTest.ReadAsync(collection, id);
        Assert.Equal((2, 2), (stored["version"].ToInt32(), stored["writes"].AsBsonArray.Count));
    }
}
