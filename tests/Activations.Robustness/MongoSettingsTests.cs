using Activations.Robustness.Faults.MongoDb;
using MongoDB.Bson;

namespace Activations.Robustness;

/// <summary>
/// Options of the connection string that operators may choose: they reach the database, and the promises hold with them. With
/// retries of the driver's turned off, the store itself finds out what became of a write.
/// </summary>
public sealed class MongoSettingsTests
{
    private const string Options =
        "&retryWrites=false&retryReads=false&wtimeoutMS=3000&readConcernLevel=linearizable&maxPoolSize=2&minPoolSize=1&maxConnecting=1";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static readonly Reaction[] Interruptions =
    [
        Reaction.Close(isApplied: false), Reaction.Close(isApplied: true), Reaction.NotPrimary(isApplied: false, isRetryable: true),
        Reaction.NotPrimary(isApplied: true, isRetryable: true), Reaction.WriteConcernTimeout(),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_drivers_retries_and_with_two_connections_each_update_takes_place_once()
    {
        await using var peer = MongoPeer.Start();
        await using var service = await FaultedService.StartAsync(peer.ConnectionString + Options);
        await service.PrepareAsync(Cancellation);

        foreach (var interruption in Interruptions)
        {
            var writes = WriteUnderFault.Kinds.Values.Select(kind => kind()).Where(write => write.Command == "update").ToList();
            foreach (var write in writes)
                await write.PrepareAsync(service, Cancellation);
            foreach (var write in writes)
            {
                using var rule = peer.Script.Add(write.Command, interruption, "endUsers", write.User);
                Assert.True(await write.TryAsync(service, Deadline) == WriteOutcome.Done, write.Answer);
                Assert.Equal(1, await write.CountAsync(service, Cancellation));
            }
        }

        Assert.All(peer.Commands.Where(command => command.IsWrite), command =>
        {
            Assert.Null(command.TransactionNumber);
            Assert.Equal(
                new BsonDocument { { "w", "majority" }, { "wtimeout", 3000 }, { "j", true } }, command.Document["writeConcern"].AsBsonDocument);
        });
        Assert.All(
            peer.Commands.Where(command => command.Name is "find" or "aggregate"),
            command => Assert.Equal("linearizable", command.Document["readConcern"]["level"]));
    }
}
