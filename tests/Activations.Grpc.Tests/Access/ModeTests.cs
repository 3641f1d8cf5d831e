using Activations.Access;
using Activations.Grpc.Access;
using Activations.Grpc.Configuration;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Microsoft.Extensions.Configuration;
using ServiceCaller = Activations.Grpc.Access.Caller;

namespace Activations.Grpc.Tests.Access;

/// <summary>Who has to authenticate, and for what.</summary>
public sealed class ModeTests(SqliteService service) : ServiceTests(service), IClassFixture<SqliteService>
{
    private static readonly ListHubsRequest Anything = new() { OrganisationId = Catalogue.NewId() };

    [Theory]
    [InlineData(true, "none")]
    [InlineData(false, "required")]
    public void Nobody_authenticates_only_where_the_service_is_tried_out(bool isTrial, string mode)
    {
        Assert.Equal(mode, Read(isTrial).Auth.Mode);
        Assert.Equal("required", Read(isTrial, "Activations:Auth:Mode=required").Auth.Mode);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("10.0.0.1")]
    public void A_service_that_others_can_reach_is_refused_where_nobody_authenticates(string address)
    {
        var refused = Assert.Throws<InvalidConfigurationException>(() => Read(true, $"Activations:BindAddress={address}"));

        Assert.Contains("Activations:Auth:Mode", refused.Message, StringComparison.Ordinal);
        Assert.Equal("required", Read(true, $"Activations:BindAddress={address}", "Activations:Auth:Mode=required").Auth.Mode);
        Assert.Equal("none", Read(true, "Activations:BindAddress=::1").Auth.Mode);
    }

    [Theory]
    [InlineData("Activations:Auth:Mode", "None")]
    [InlineData("Activations:Auth:Mode", "optional")]
    [InlineData("Activations:Auth:OpenReflection", "perhaps")]
    [InlineData("Activations:Auth:Tokens:RequireExpiry", "perhaps")]
    [InlineData("Activations:Auth:Tokens:Audience", " ")]
    public void A_value_that_means_nothing_is_named(string key, string value)
    {
        var refused = Assert.Throws<InvalidConfigurationException>(() => Read(false, $"{key}={value}"));

        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Where_nobody_authenticates_credentials_are_passed_over(Transport transport)
    {
        foreach (var header in new[] { null, "Bearer nonsense", "Basic x" })
            Assert.True((await Service.AskAsync(transport, Anything, header)).IsSuccess);
    }

    [Fact]
    public async Task Health_and_what_is_not_there_need_no_credentials()
    {
        var guarded = await GuardedAsync();

        Assert.Equal(200, (await guarded.Rest.ReadAsync("/healthz")).Status);
        Assert.Equal(200, (await guarded.Rest.ReadAsync("/readyz")).Status);
        Assert.Equal(404, (await guarded.Rest.ReadAsync("/no/such/path")).Status);
        Assert.Equal(405, (await guarded.Rest.SendAsync(HttpMethod.Delete, "/activations")).Status);
        var health = await new Health.HealthClient(guarded.Channel).CheckAsync(
            new HealthCheckRequest(), cancellationToken: Cancellation);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task A_preflight_needs_no_credentials_and_allows_the_header_for_them()
    {
        await using var guarded = await ServiceUnderTest.StartAsync(
            ["--Activations:Auth:Mode=required", "--Activations:Cors:AllowedOrigins=https://app.example"], Service.Store);
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/activations", UriKind.Relative));
        request.Headers.Add("Origin", "https://app.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        using var answer = await guarded.Rest.SendAsync(request, Cancellation);

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal("authorization,content-type", string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task Reflection_is_open_on_loopback_and_where_it_is_configured_and_else_for_any_key()
    {
        await using var anywhere = await StartAnywhereAsync();
        await using var open = await StartAnywhereAsync("--Activations:Auth:OpenReflection=true");
        var scene = await AccessScene.CreateAsync(Service);
        var key = await scene.HubKeyAsync(KeyScopes.Read);

        Assert.Equal(StatusCode.OK, await ReflectAsync(await GuardedAsync(), null));
        Assert.Equal(StatusCode.OK, await ReflectAsync(open, null));
        Assert.Equal(StatusCode.Unauthenticated, await ReflectAsync(anywhere, null));
        Assert.Equal(StatusCode.Unauthenticated, await ReflectAsync(anywhere, "Bearer nonsense"));
        Assert.Equal(StatusCode.PermissionDenied, await ReflectAsync(anywhere, $"JWT {scene.Signing.TokenOf("ann")}"));
        Assert.Equal(StatusCode.OK, await ReflectAsync(anywhere, key));
    }

    [Fact]
    public void An_RPC_without_a_scope_is_refused_to_everybody()
    {
        Assert.NotNull(RpcRule.Nobody.RefusalOf(ServiceCaller.Operator));
        Assert.NotNull(RpcRule.Nobody.RefusalOf(ServiceCaller.Anybody));
        Assert.All(Rpc.All(), rpc => Assert.Null(RpcRule.Of(rpc).RefusalOf(ServiceCaller.Operator)));
    }

    private static ActivationsOptions Read(bool isTrial, params string[] settings)
    {
        var values = settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1]));
        return ActivationsConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), isTrial);
    }

    private static async Task<StatusCode> ReflectAsync(ServiceUnderTest service, string? authorization)
    {
        var headers = new Metadata();
        if (authorization is not null)
            headers.Add("authorization", authorization);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{service.GrpcAddress.Port}"); // wherever it listens
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(
            headers, cancellationToken: Cancellation);
        try
        {
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" }, Cancellation);
            Assert.True(await call.ResponseStream.MoveNext(Cancellation));
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private Task<ServiceUnderTest> StartAnywhereAsync(params string[] args) => ServiceUnderTest.StartAsync(
        ["--Activations:Auth:Mode=required", "--Activations:BindAddress=0.0.0.0", .. args], Service.Store);
}
