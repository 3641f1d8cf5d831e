using System.Net;
using System.Text.Json;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Activations.Grpc.Tests.Http;

/// <summary>Addresses of the whole API over REST: methods, paths, parameters of the query.</summary>
public sealed class AddressTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    [Theory]
    [InlineData("POST", "/integrations/{id}")]
    [InlineData("PUT", "/integrations/{id}")]
    [InlineData("POST", "/hubs/{id}")]
    [InlineData("PUT", "/connections/{id}")]
    [InlineData("POST", "/connections/{id}")]
    [InlineData("GET", "/hubs")]
    [InlineData("POST", "/o/{id}/hubs")]
    [InlineData("PATCH", "/hubs/{id}/users/ann")]
    [InlineData("GET", "/integrations/{id}/metadata")]
    [InlineData("POST", "/embed/{id}/users/ann/integrations")]
    [InlineData("DELETE", "/connection-templates/{id}/users/ann")]
    [InlineData("PUT", "/integrations/{id}:deploy")]
    [InlineData("POST", "/activations/{id}")]
    [InlineData("PATCH", "/activations/{id}")]
    [InlineData("PUT", "/activations/{id}:resolve")]
    [InlineData("PATCH", "/activations/{id}:resolve")]
    [InlineData("GET", "/api-keys/{id}:revoke")]
    [InlineData("PUT", "/api-keys/{id}:revoke")]
    [InlineData("DELETE", "/api-keys/{id}:revoke")]
    [InlineData("GET", "/secrets:rotate")]
    [InlineData("PUT", "/api-keys")]
    [InlineData("GET", "/signing-keys/{id}")]
    public async Task A_method_that_a_path_does_not_have_is_405(string method, string path)
    {
        var answer = await Service.Rest.SendAsync(new HttpMethod(method), path.Replace("{id}", Catalogue.NewId(), StringComparison.Ordinal), "{}");

        answer.AsRefusal().As(ErrorReason.MethodNotAllowed);
        Assert.NotNull(answer.Header("Allow"));
    }

    [Theory]
    [InlineData("POST", "/integrations/{id}:nonsense")]
    [InlineData("POST", "/integrations/{id}:DEPLOY/more")]
    [InlineData("PUT", "/integrations/{id}:nonsense")]
    [InlineData("POST", "/activations/{id}:nonsense")]
    [InlineData("POST", "/api-keys/{id}:nonsense")]
    [InlineData("GET", "/api-keys/{id}:nonsense")]
    [InlineData("POST", "/api-keys/{id}")]
    [InlineData("GET", "/api-keys/{id}")]
    [InlineData("POST", "/secrets:nonsense")]
    [InlineData("GET", "/hubs/{id}/nonsense")]
    [InlineData("GET", "/connection-templates/{id}")]
    [InlineData("GET", "/o/{id}")]
    [InlineData("GET", "/embed/{id}")]
    public async Task A_path_that_is_not_there_is_404(string method, string path)
    {
        var answer = await Service.Rest.SendAsync(new HttpMethod(method), path.Replace("{id}", Catalogue.NewId(), StringComparison.Ordinal));

        answer.AsRefusal().As(ErrorReason.NotFound);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_is_read_and_nothing_else(string path)
    {
        var head = await Service.Rest.SendAsync(HttpMethod.Head, path);
        var post = await Service.Rest.SendAsync(HttpMethod.Post, path, "{}");

        Assert.Equal((200, ""), (head.Status, head.Body));
        post.AsRefusal().As(ErrorReason.MethodNotAllowed);
    }

    [Theory]
    [InlineData("activations.v1.NoService", "GetHub")]
    [InlineData("activations.v1.HubService", "NoCall")]
    public async Task An_RPC_that_is_not_there_is_UNIMPLEMENTED(string service, string call)
    {
        var method = new Method<string, string>(
            MethodType.Unary, service, call, Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Service.Channel.CreateCallInvoker()
            .AsyncUnaryCall(method, host: null, new CallOptions(cancellationToken: Cancellation), ""));

        Refusal.Of(refused).As(ErrorReason.Unimplemented);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%zz")]
    [InlineData("%ff")]
    [InlineData("a%C0%AF")]
    public async Task A_segment_that_is_not_percent_encoded_UTF_8_is_refused(string segment)
    {
        var hub = await Catalogue.AddHubAsync();

        (await Service.Rest.ReadAsync($"/hubs/{hub}/users/{segment}")).AsRefusal().As(ErrorReason.InvalidArgument);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_user_whom_no_address_can_hold_is_not_made(string externalId)
    {
        var hub = await Catalogue.AddHubAsync();

        foreach (var transport in Enum.GetValues<Transport>())
        {
            var answer = await On(transport).CallAsync(
                new CreateEndUserRequest { HubId = hub.ToString(), ExternalId = externalId });
            answer.Refusal.AsInvalid("externalId");
        }
    }

    [Theory]
    [InlineData("/embed/{hub}/users/nobody/activations?after=nonsense", "after")]
    [InlineData("/embed/{hub}/users/nobody/activations?first=-1", "first")]
    [InlineData("/hubs/{hub}/activations?user_id=nobody&before=nonsense", "before")]
    [InlineData("/hubs/{hub}/activations?identifier_type=nonsense", "identifierType")]
    [InlineData("/hubs/{hub}/users?first=5&first=6", "first")]
    [InlineData("/hubs/{hub}/users/ann?identifier_type=internal&identifier_type=external", "identifierType")]
    [InlineData("/hubs/{hub}/users?first=abc", "first")]
    [InlineData("/hubs/{hub}/users?first=1.5", "first")]
    [InlineData("/hubs/{hub}/users?first=99999999999", "first")]
    [InlineData("/hubs/{hub}/users?first=-1", "first")]
    [InlineData("/hubs/{hub}/integrations?first=-1", "first")]
    [InlineData("/hubs/{hub}/users?after=nonsense", "after")]
    [InlineData("/hubs/{hub}/users?before=nonsense", "before")]
    [InlineData("/embed/{hub}/users/ann/integrations?deployed=maybe", "deployed")]
    [InlineData("/embed/{hub}/users/ann/integrations?identifier_type=nonsense", "identifierType")]
    [InlineData("/hubs/{hub}/users/ann?identifier_type=nonsense", "identifierType")]
    [InlineData("/hubs/{hub}/users/ann/connections?hub_connector_id=nonsense", "hubConnectorId")]
    public async Task A_parameter_of_the_query_that_is_wrong_is_named(string target, string field)
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var answer = await Service.Rest.ReadAsync(target.Replace("{hub}", scene.HubId, StringComparison.Ordinal));

        answer.AsRefusal().AsInvalid(field);
    }

    [Fact]
    public async Task Force_is_true_or_false()
    {
        var answer = await Service.Rest.SendAsync(HttpMethod.Delete, $"/connections/{Catalogue.NewId()}?force=x");

        answer.AsRefusal().AsInvalid("force");
    }

    [Fact]
    public async Task A_cursor_that_comes_after_and_before_at_once_is_refused()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        await scene.AddUserAsync();
        await scene.AddUserAsync();
        var page = await Service.Rest.ReadAsync($"/hubs/{scene.HubId}/users?first=1");
        var cursor = page.Json.GetProperty("next").GetString();

        var answer = await Service.Rest.ReadAsync($"/hubs/{scene.HubId}/users?after={cursor}&before={cursor}");

        answer.AsRefusal().AsInvalid("before");
    }

    [Fact]
    public async Task Parameters_of_the_query_that_are_not_known_are_ignored()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var answer = await Service.Rest.ReadAsync($"/hubs/{scene.HubId}/users?sort=name:asc&nonsense=1");

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("/hubs/{hub}/")]
    [InlineData("/hubs/{hub}/users/..")]
    [InlineData("/hubs/{hub}/users/%2E%2E")]
    [InlineData("/hubs/{hub}/users/%2e./")]
    [InlineData("/hubs/{hub}/.")]
    public async Task A_target_with_dot_segments_or_a_slash_at_its_end_means_nothing(string target)
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var answer = await Service.Rest.SendAsync(
            HttpMethod.Delete, target.Replace("{hub}", scene.HubId, StringComparison.Ordinal));

        answer.AsRefusal().As(ErrorReason.NotFound);
        var hub = await On(Transport.Rest).CallAsync(new GetHubRequest { HubId = scene.HubId });
        Assert.Equal(scene.Hub, hub.Reply);
    }

    [Fact]
    public async Task A_target_in_absolute_form_as_proxies_get_it_is_decoded_once_too()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        await scene.AddUserAsync("a%2Fb");
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(Service.RestAddress) });

        var text = await client.GetStringAsync(
            new Uri($"http://activations.example/hubs/{scene.HubId}/users/a%252Fb"), Cancellation);

        Assert.Equal("a%2Fb", JsonElement.Parse(text).GetProperty("externalId").GetString());
    }

    [Fact]
    public async Task An_RPC_of_a_service_that_is_not_there_is_not_implemented()
    {
        var method = new Method<Hub, Hub>(
            MethodType.Unary,
            "nonsense.v1.NonsenseService",
            "Get",
            Marshallers.Create<Hub>(hub => hub.ToByteArray(), Hub.Parser.ParseFrom),
            Marshallers.Create<Hub>(hub => hub.ToByteArray(), Hub.Parser.ParseFrom));

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await Service.Channel.CreateCallInvoker()
            .AsyncUnaryCall(method, host: null, new CallOptions(cancellationToken: Cancellation), new Hub()));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }
}
