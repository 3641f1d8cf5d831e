using System.Collections.Concurrent;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Embed;
using Activations.Grpc.Tests.Service;
using Activations.Secrets;
using Activations.Stores.Sqlite;
using Activations.V1;
using Google.Protobuf;

namespace Activations.Grpc.Tests.Access;

/// <summary>What a caller may not see takes the way of what is not there: there is no look first and refusal afterwards.</summary>
public abstract class SamePathTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    /// <summary>How a caller is found; whether it was known already is no matter of what they ask for.</summary>
    private static readonly string[] OfCallers = ["IApiKeyStore.LoadAsync", "ISigningKeyStore.LoadAsync"];

    [Fact]
    public async Task The_store_is_asked_the_same_for_what_is_out_of_reach_and_for_what_does_not_exist()
    {
        var scene = await AccessScene.CreateAsync(Service);
        var statements = new ConcurrentQueue<string>();
        var sqlite = Assert.IsType<SealedStore>(Service.Store).Inner as SqliteStore;
        await using var store = new CountingStore(Service.Store);
        await using var guarded = await ServiceUnderTest.StartAsync(["--Activations:Auth:Mode=required"], store);
        var tried = 0;
        sqlite?.Running = statements.Enqueue;
        try
        {
            foreach (var rpc in Rpc.All())
            {
                var call = CallTable.Of(rpc.Name);
                var isForEndUsers = rpc.GetOptions().GetExtension(AccessExtensions.EndUserAllowed);
                if (call.OtherHub == Outcome.NotFound)
                    await AssertSameAsync(scene.KeyOfOtherHub, isUserAlone: false);
                if (call.OtherOrganisation == Outcome.NotFound)
                    await AssertSameAsync(scene.KeyOfOtherOrganisation, isUserAlone: false);
                if (isForEndUsers)
                    await AssertSameAsync($"JWT {scene.OtherSigning.TokenOf(call.Subject)}", isUserAlone: false);
                if (isForEndUsers && call.OtherUser == Outcome.NotFound)
                    await AssertSameAsync($"JWT {scene.Signing.TokenOf(AccessScene.Eve)}", isUserAlone: true);

                async Task AssertSameAsync(string credentials, bool isUserAlone)
                {
                    var request = call.Request(scene);
                    await TraceAsync(request, credentials); // from here on the caller is known
                    var outOfReach = await TraceAsync(request, credentials);
                    var ofNothing = await TraceAsync(scene.OfNothing(call, isUserAlone), credentials);
                    Assert.NotEmpty(outOfReach);
                    Assert.Equal(ofNothing, outOfReach);
                    tried++;
                }
            }
        }
        finally
        {
            sqlite?.Running = null;
        }

        Assert.InRange(tried, 80, 400);

        async Task<List<string>> TraceAsync(IMessage request, string credentials)
        {
            store.TakeCallsInTurn();
            statements.Clear();
            await guarded.AskAsync(Transport.Grpc, request, credentials);
            return
            [
                .. store.TakeCallsInTurn().Where(name => !OfCallers.Contains(name)),
                .. statements.Where(sql => !sql.Contains("api_keys", StringComparison.Ordinal) && !sql.Contains("signing_keys", StringComparison.Ordinal)),
            ];
        }
    }
}

public sealed class SamePathOnSqlite(SqliteService service) : SamePathTests(service), IClassFixture<SqliteService>;

public sealed class SamePathOnMongoDb(MongoDbService service) : SamePathTests(service), IClassFixture<MongoDbService>;
