using Activations.EndUsers;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G10")]
    public async Task A_request_id_is_found_and_counted_from_the_time_asked_for()
    {
        var used = make.RequestId("$a.b", Now);
        var user = await RememberAsync(await AddAsync(make.User()), used, since: Now.AddHours(-24));

        var found = await LoadAsync(user, Asking("$a.b", Now));
        var stale = await LoadAsync(user, Asking("$a.b", Now.AddMilliseconds(1)));
        var other = await LoadAsync(user, Asking("$A.b", Now));

        Assert.Equal((Snapshot.Of(used), 1), (Snapshot.Of(found.UsedRequestId), found.Usage.RequestIds));
        Assert.Equal((null, 0), (stale.UsedRequestId, stale.Usage.RequestIds));
        Assert.Equal((null, 1), (other.UsedRequestId, other.Usage.RequestIds));
    }

    [Fact]
    [Trait(Guarantee, "G10")]
    public async Task A_stale_request_id_can_be_used_again()
    {
        var user = await RememberAsync(await AddAsync(make.User()), make.RequestId("key", Now), Now.AddHours(-24));
        var later = Now.AddHours(25);

        var again = make.RequestId("key", later);
        user = await RememberAsync(await LoadAsync(user, Asking("key", later.AddHours(-24))), again, later.AddHours(-24));

        var loaded = await LoadAsync(user, Asking("key", Now));
        Assert.Equal((Snapshot.Of(again), 1), (Snapshot.Of(loaded.UsedRequestId), loaded.Usage.RequestIds));
    }

    private static EndUserParts Asking(string requestId, DateTimeOffset since) =>
        new() { RequestId = new RequestIdPart(requestId, since) };

    private async Task<EndUser> RememberAsync(EndUser user, UsedRequestId used, DateTimeOffset since) => await SaveAsync(
        await LoadAsync(user, Asking(used.Value, since)), new EndUserEdit.RememberRequestId(used, since));
}
