using Activations.Access;
using Activations.Grpc.Hosting;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.Stores;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using KnownCaller = Activations.Grpc.Access.Caller;

namespace Activations.Grpc.Tests.Admin;

/// <summary>A caller grants no more than it has, and finds no more than it can reach.</summary>
public sealed class GrantTests : IAsyncLifetime
{
    private static readonly OrganisationId Organisation = Catalogue.Organisation;

    private readonly TemporaryFolder folder = new();
    private readonly CallerOfTheTest caller = new();
    private WebApplication app = null!;
    private GrpcChannel channel = null!;
    private HttpClient rest = null!;
    private Catalogue catalogue = null!;

    public static TheoryData<Transport> EachTransport => [Transport.Grpc, Transport.Rest];

    public async ValueTask InitializeAsync()
    {
        app = ActivationsHost.Build(
            ["--Activations:Http:Port=0", "--Activations:Grpc:Port=0", "--demo", folder.StoreSwitch],
            services =>
            {
                services.AddLogging(logging => logging.ClearProviders());
                services.AddSingleton(caller);
                services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<CallerOfTheTest>());
            });
        await app.StartAsync(TestContext.Current.CancellationToken);
        channel = GrpcChannel.ForAddress(app.GrpcAddress());
        rest = new HttpClient { BaseAddress = app.RestAddress() };
        catalogue = new Catalogue(app.Services.GetRequiredService<IStore>());
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        rest.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        folder.Dispose();
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task No_scope_is_granted_that_the_caller_does_not_have(Transport transport)
    {
        caller.Is(Reach.Of(Organisation), KeyScopes.Admin | KeyScopes.Read);

        var more = await CreateAsync(transport, Organisation, ["read", "credentials"]);
        var same = await CreateAsync(transport, Organisation, ["read", "admin"]);

        Assert.Contains("credentials", more.Refusal.As(ErrorReason.PermissionDenied).Message, StringComparison.Ordinal);
        Assert.Equal(["read", "admin"], same.Reply.ApiKey.Scopes);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task No_key_outlives_the_one_that_makes_it(Transport transport)
    {
        var end = DateTimeOffset.UtcNow.AddHours(1);
        caller.Is(Reach.Of(Organisation), endsAt: end);

        var endless = await CreateAsync(transport, Organisation, ["read"]);
        var longer = await CreateAsync(transport, Organisation, ["read"], end.AddMinutes(1));
        var shorter = await CreateAsync(transport, Organisation, ["read"], end.AddMinutes(-1));

        endless.Refusal.As(ErrorReason.PermissionDenied);
        longer.Refusal.As(ErrorReason.PermissionDenied);
        Assert.NotNull(shorter.Reply.ApiKey.ExpiresAt);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Who_registers_a_signing_key_may_do_what_its_tokens_may(Transport transport)
    {
        var hub = await catalogue.AddHubAsync();
        var create = new CreateSigningKeyRequest { HubId = hub.ToString(), Name = "A key", PublicKey = PublicKeys.P256 };
        caller.Is(Reach.Of(Organisation), KeyScopes.Admin | KeyScopes.Read);

        var refused = await On(transport).CallAsync(create);

        Assert.Contains("write", refused.Refusal.As(ErrorReason.PermissionDenied).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Nothing_of_another_organisation_is_granted(Transport transport)
    {
        var other = Catalogue.New<OrganisationId>();
        var hub = await catalogue.AddHubAsync();
        caller.Is(Reach.Of(Organisation));

        var all = await CreateAsync(transport, other, ["admin"]);
        var foreign = await CreateAsync(transport, other, ["admin"], hub);

        all.Refusal.As(ErrorReason.PermissionDenied);
        foreign.Refusal.As(ErrorReason.PermissionDenied);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_caller_with_some_hubs_grants_those_and_not_all(Transport transport)
    {
        var (own, other) = (await catalogue.AddHubAsync(), await catalogue.AddHubAsync());
        caller.Is(Reach.Of(Organisation, [own]));

        var all = await CreateAsync(transport, Organisation, ["admin"]);
        var beyond = await CreateAsync(transport, Organisation, ["admin"], own, other);
        var unknown = await CreateAsync(transport, Organisation, ["admin"], own, Catalogue.New<HubId>());
        var same = await CreateAsync(transport, Organisation, ["admin"], own);

        all.Refusal.As(ErrorReason.PermissionDenied);
        Assert.Equal(unknown.Refusal.ToString(), beyond.Refusal.As(ErrorReason.HubNotFound).ToString());
        Assert.Equal([own.ToString()], same.Reply.ApiKey.HubIds);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Keys_beyond_the_reach_are_neither_listed_nor_revoked(Transport transport)
    {
        var (own, other) = (await catalogue.AddHubAsync(), await catalogue.AddHubAsync());
        caller.Is(Reach.Everything);
        var mine = (await CreateAsync(transport, Organisation, ["read"], own)).Reply.ApiKey;
        var others = new[]
        {
            (await CreateAsync(transport, Organisation, ["read"])).Reply.ApiKey,
            (await CreateAsync(transport, Organisation, ["read"], own, other)).Reply.ApiKey,
            (await CreateAsync(transport, Catalogue.New<OrganisationId>(), ["read"])).Reply.ApiKey,
        };
        caller.Is(Reach.Of(Organisation, [own]));

        var list = (await On(transport).CallAsync(new ListApiKeysRequest())).Reply;

        Assert.Equal((mine, 1), (Assert.Single(list.ApiKeys), list.TotalCount));
        foreach (var key in others)
            (await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = key.Id })).Refusal.As(ErrorReason.ApiKeyNotFound);
        Assert.NotNull((await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = mine.Id })).Reply.RevokedAt);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Signing_keys_of_hubs_beyond_the_reach_are_not_there(Transport transport)
    {
        var (own, other) = (await catalogue.AddHubAsync(), await catalogue.AddHubAsync());
        caller.Is(Reach.Everything);
        var create = new CreateSigningKeyRequest { HubId = other.ToString(), Name = "A key", PublicKey = PublicKeys.P256 };
        var key = (await On(transport).CallAsync(create)).Reply;
        caller.Is(Reach.Of(Organisation, [own]));

        var created = await On(transport).CallAsync(create);
        var listed = await On(transport).CallAsync(new ListSigningKeysRequest { HubId = other.ToString() });
        var deleted = await On(transport).CallAsync(new DeleteSigningKeyRequest { SigningKeyId = key.Id });

        created.Refusal.As(ErrorReason.HubNotFound);
        listed.Refusal.As(ErrorReason.HubNotFound);
        deleted.Refusal.As(ErrorReason.SigningKeyNotFound);
    }

    private Task<Answer<CreateApiKeyResponse>> CreateAsync(
        Transport transport, OrganisationId organisation, string[] scopes, DateTimeOffset end) =>
        On(transport).CallAsync(new CreateApiKeyRequest
        {
            Name = "A key",
            OrganisationId = organisation.ToString(),
            Scopes = { scopes },
            ExpiresAt = end.ToTimestamp(),
        });

    private Task<Answer<CreateApiKeyResponse>> CreateAsync(
        Transport transport, OrganisationId organisation, string[] scopes, params HubId[] hubs) =>
        On(transport).CallAsync(new CreateApiKeyRequest
        {
            Name = "A key",
            OrganisationId = organisation.ToString(),
            HubIds = { hubs.Select(hub => hub.ToString()) },
            Scopes = { scopes },
        });

    private Caller On(Transport transport) => transport == Transport.Grpc ? new GrpcCaller(channel) : new RestCaller(rest);

    /// <summary>Makes every call one of the caller that the test wants.</summary>
    private sealed class CallerOfTheTest : Interceptor
    {
        private KnownCaller caller = KnownCaller.Anybody;

        public void Is(Reach reach, KeyScopes scopes = KeyScopes.All, DateTimeOffset? endsAt = null) =>
            caller = new KnownCaller("the test", reach, scopes) { EndsAt = endsAt };

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.GetHttpContext().Features.Set(caller);
            return continuation(request, context);
        }
    }
}
