using System.Globalization;
using Activations.Robustness.Faults.MongoDb;
using Activations.V1;

namespace Activations.Robustness.Regressions;

/// <summary>
/// MongoDB has no unique index on the ids of activations and connections, which lie within users: two users of one import, or
/// of two through one service, could each be stored with the same id, since each was looked for before the other was there.
/// </summary>
public sealed class ImportedIdsTests
{
    private const string Taken = "is an activation of another end user";

    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_id_that_two_users_bring_at_once_is_stored_once(bool inOneCall)
    {
        await using var peer = MongoPeer.Start();
        await using var service = await FaultedService.StartAsync(peer.ConnectionString);
        await service.PrepareAsync(Cancellation);
        string[] first = [.. User(1, service.Integration)], second = [.. User(2, service.Integration)];
        string[][] calls = inOneCall ? [[.. first, .. second]] : [first, second];

        ImportRecordsResponse[] replies;
        // Whoever looks for the id hears late that it is not there.
        using (peer.Script.Add("find", Reaction.Delay(Late), "endUsers", times: 100))
            replies = await Task.WhenAll(calls.Select(lines => service.Admin.ImportRecordsAsync(
                new ImportRecordsRequest { Lines = { lines } }, cancellationToken: Cancellation).ResponseAsync));

        Assert.Equal(1, peer.Read("endUsers").Count(user => user["activations"].AsBsonArray.Any(a => a["_id"] == IdOf("ACT", 1))));
        var fault = Assert.Single(replies.SelectMany(reply => reply.Faults));
        Assert.Equal(("id", Taken), (fault.Field, fault.Message));
        Assert.Equal(3, replies.SelectMany(reply => reply.Outcomes).Count(outcome => outcome == ImportOutcome.Stored));
    }

    private static IEnumerable<string> User(int number, string integration)
    {
        var (hub, user) = (FaultedService.Hub, IdOf("VSR", number));
        yield return $$"""{"kind":"endUser","id":"{{user}}","hubId":"{{hub}}","externalId":"imported-{{number}}"}""";
        yield return $$"""{"kind":"activation","id":"{{IdOf("ACT", 1)}}","hubId":"{{hub}}","userId":"{{user}}","integrationId":"{{integration}}"}""";
    }

    private static string IdOf(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"01J0TRN0{kind}{number:D15}");
}
