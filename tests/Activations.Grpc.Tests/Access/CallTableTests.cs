using Activations.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.Reflection;

namespace Activations.Grpc.Tests.Access;

/// <summary>Every RPC of the contract with every kind of caller.</summary>
public abstract class CallTableTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    /// <summary>Every RPC on both transports.</summary>
    public static TheoryData<string, Transport> EachCall
    {
        get
        {
            var calls = new TheoryData<string, Transport>();
            foreach (var rpc in Rpc.All())
            {
                calls.Add(rpc.Name, Transport.Grpc);
                calls.Add(rpc.Name, Transport.Rest);
            }

            return calls;
        }
    }

    [Theory, MemberData(nameof(EachCall))]
    public async Task Who_is_not_known_or_may_never_call_is_refused_and_changes_nothing(string name, Transport transport)
    {
        var (rpc, scene, call) = await ArrangeAsync(name);
        var guarded = await GuardedAsync();
        var request = call.Request(scene);
        var withoutScope = await scene.KeyAsync(KeyScopes.All & ~ScopeOf(rpc));
        var before = await scene.SnapshotAsync(Service);

        foreach (var (who, credentials) in scene.Unknown)
        {
            var answer = await guarded.AskAsync(transport, request, credentials.Length == 0 ? null : credentials);
            AssertRefused(ErrorReason.Unauthenticated, answer, who);
        }

        AssertRefused(
            ErrorReason.PermissionDenied,
            await guarded.AskAsync(transport, request, withoutScope),
            "a key with all other scopes");
        if (!rpc.GetOptions().GetExtension(AccessExtensions.EndUserAllowed))
        {
            foreach (var signing in new[] { scene.Signing, scene.OtherSigning })
            {
                AssertRefused(
                    ErrorReason.PermissionDenied,
                    await guarded.AskAsync(transport, request, $"JWT {signing.TokenOf(call.Subject)}"),
                    "an end user");
            }
        }

        Assert.Equal(before, await scene.SnapshotAsync(Service));
    }

    [Theory, MemberData(nameof(EachCall))]
    public async Task What_lies_beyond_the_callers_reach_is_answered_as_if_it_did_not_exist(string name, Transport transport)
    {
        var (rpc, scene, call) = await ArrangeAsync(name);
        var before = await scene.SnapshotAsync(Service);

        await AssertOutcomeAsync(call.OtherHub, scene.KeyOfOtherHub, isUserAlone: false);
        await AssertOutcomeAsync(call.OtherOrganisation, scene.KeyOfOtherOrganisation, isUserAlone: false);
        if (rpc.GetOptions().GetExtension(AccessExtensions.EndUserAllowed))
        {
            await AssertOutcomeAsync(Outcome.NotFound, $"JWT {scene.OtherSigning.TokenOf(call.Subject)}", isUserAlone: false);
            await AssertOutcomeAsync(call.OtherUser, $"JWT {scene.Signing.TokenOf(AccessScene.Eve)}", isUserAlone: true);
        }

        Assert.Equal(before, await scene.SnapshotAsync(Service));

        async Task AssertOutcomeAsync(Outcome expected, string credentials, bool isUserAlone)
        {
            var guarded = await GuardedAsync();
            var request = call.Request(scene);
            var answer = await guarded.AskAsync(transport, request, credentials);
            var ofNothing = await guarded.AskAsync(transport, scene.OfNothing(call, isUserAlone), credentials);
            AssertIs(expected, answer, ofNothing, scene);
        }
    }

    [Theory, MemberData(nameof(EachCall))]
    public async Task The_right_key_and_the_right_token_are_enough(string name, Transport transport)
    {
        var guarded = await GuardedAsync();
        var (rpc, scene, call) = await ArrangeAsync(name);
        var byKey = await guarded.AskAsync(transport, call.Request(scene), await scene.KeyAsync(ScopeOf(rpc) | call.AlsoNeeds));
        if (call.IsForOperators)
        {
            AssertRefused(ErrorReason.PermissionDenied, byKey, "a key");
            return;
        }

        Assert.True(byKey.IsSuccess, byKey.Everything);
        if (call.IsForHubKeys)
        {
            (_, scene, _) = await ArrangeAsync(name);
            var byHubKey = await guarded.AskAsync(transport, call.Request(scene), await scene.HubKeyAsync(ScopeOf(rpc) | call.AlsoNeeds));
            Assert.True(byHubKey.IsSuccess, byHubKey.Everything);
        }

        if (rpc.GetOptions().GetExtension(AccessExtensions.EndUserAllowed))
        {
            (_, scene, _) = await ArrangeAsync(name);
            var byToken = await guarded.AskAsync(transport, call.Request(scene), $"JWT {scene.Signing.TokenOf(call.Subject)}");
            Assert.True(byToken.IsSuccess, byToken.Everything);
        }
    }

    private static KeyScopes ScopeOf(MethodDescriptor rpc)
    {
        var scope = KeyScopeNames.Parse(rpc.GetOptions().GetExtension(AccessExtensions.RequiredScope));
        Assert.NotEqual(KeyScopes.None, scope);
        return scope;
    }

    private static void AssertIs(Outcome expected, RawAnswer answer, RawAnswer ofNothing, AccessScene scene)
    {
        switch (expected)
        {
            case Outcome.NotFound:
                Assert.True(answer.Refusal?.Reason.EndsWith("_NOT_FOUND", StringComparison.Ordinal), answer.Everything);
                answer.Refusal!.As(Grpc.Errors.ErrorReasons.Of(answer.Refusal.Reason));
                Assert.Equal(ofNothing.Everything, answer.Everything);
                break;
            case Outcome.Denied:
                AssertRefused(ErrorReason.PermissionDenied, answer, "an outsider");
                Assert.Equal(ofNothing.Everything, answer.Everything);
                break;
            case Outcome.Hidden:
                Assert.True(answer.IsSuccess, answer.Everything);
                Assert.DoesNotContain(scene.HubId, answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain(scene.KeyId, answer.Body, StringComparison.Ordinal);
                break;
            default:
                Assert.True(answer.IsSuccess, answer.Everything);
                break;
        }
    }

    private static void AssertRefused(ErrorReason reason, RawAnswer answer, string who)
    {
        Assert.False(answer.IsSuccess, $"{who}: {answer.Everything}");
        answer.Refusal!.As(reason);
    }

    private async Task<(MethodDescriptor Rpc, AccessScene Scene, CallCase Call)> ArrangeAsync(string name) =>
        (Rpc.All().Single(rpc => rpc.Name == name), await AccessScene.CreateAsync(Service), CallTable.Of(name));
}

public sealed class CallTableOnSqlite(SqliteService service) : CallTableTests(service), IClassFixture<SqliteService>;

public sealed class CallTableOnMongoDb(MongoDbService service) : CallTableTests(service), IClassFixture<MongoDbService>;
