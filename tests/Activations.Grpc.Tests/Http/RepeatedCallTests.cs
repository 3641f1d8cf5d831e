using System.Net;
using System.Text;
using System.Text.Json;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Activations.Grpc.Tests.Http;

/// <summary>Request ids and etags: what makes a call safe to repeat, and safe against the changes of others.</summary>
public sealed class RepeatedCallTests : IAsyncLifetime
{
    private const string Ping = "01J0DEM01NT000000000000003";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");
    private ServiceUnderTest service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ActivationService.ActivationServiceClient Client => new(service.Channel);

    public async ValueTask InitializeAsync() => service = await ServiceUnderTest.StartAsync(
        [$"--Activations:Store:Sqlite:Path={Path.Combine(folder.FullName, "a.db")}"]);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_second_create_with_the_same_request_id_returns_the_first_activation_as_it_is_now()
    {
        var first = await PostAsync("""{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003","requestId":"k","dynamicVariables":{"a":1,"b":2}}""");
        await Client.UpdateDynamicVariablesAsync(
            new UpdateDynamicVariablesRequest
            {
                ActivationId = IdOf(first),
                DynamicVariables = new Struct { Fields = { ["c"] = Value.ForNumber(3) } },
            },
            cancellationToken: Cancellation);

        var again = await PostAsync(
            """{"dynamicVariables":{"b":2,"a":1},"integrationId":"01j0dem01nt000000000000003","userId":"second-user"}""", "k");

        Assert.Equal((HttpStatusCode.OK, IdOf(first), true), (again.Status, IdOf(again), again.IsReplayed));
        Assert.False(first.IsReplayed);
        Assert.Equal("""{"c":3}""", again.Json.GetProperty("dynamicVariables").GetRawText());
    }

    [Fact]
    public async Task A_replay_is_marked_over_gRPC_too()
    {
        await Client.CreateActivationAsync(Request("k"), cancellationToken: Cancellation);

        using var again = Client.CreateActivationAsync(
            Request(null), new Metadata { { "idempotency-key", "k" } }, cancellationToken: Cancellation);
        await again;

        Assert.Equal("true", (await again.ResponseHeadersAsync).GetValue("idempotent-replayed"));
    }

    [Fact]
    public async Task A_request_id_that_was_used_for_another_request_is_refused()
    {
        await PostAsync("""{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003"}""", "k");

        var other = await PostAsync(
            """{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003","dynamicVariables":{"a":1}}""", "k");

        Assert.Equal((HttpStatusCode.BadRequest, "REQUEST_ID_REUSED"), (other.Status, CodeOf(other)));
    }

    [Fact]
    public async Task A_request_id_whose_activation_was_deleted_makes_no_second_one()
    {
        var first = await PostAsync("""{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003"}""", "k");
        using var deleted = await service.Rest.DeleteAsync(Uri($"/activations/{IdOf(first)}"), Cancellation);

        var again = await PostAsync("""{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003"}""", "k");

        Assert.Equal((HttpStatusCode.NoContent, 0), (deleted.StatusCode, (int)deleted.Content.Headers.ContentLength.GetValueOrDefault()));
        Assert.Equal((HttpStatusCode.NotFound, "ACTIVATION_NOT_FOUND"), (again.Status, CodeOf(again)));
    }

    [Fact]
    public async Task A_refusal_does_not_use_the_request_id_up()
    {
        var refused = await PostAsync("""{"userId":"second-user","integrationId":"01J0DEM01NT000000000000002"}""", "k");
        var made = await PostAsync("""{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003"}""", "k");

        Assert.Equal(("INTEGRATION_NOT_DEPLOYED", HttpStatusCode.OK), (CodeOf(refused), made.Status));
    }

    [Fact]
    public async Task A_field_and_a_header_that_differ_are_a_violation()
    {
        var answer = await PostAsync(
            """{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003","requestId":"one"}""", "other");

        Assert.Equal("requestId", answer.Json.GetProperty("fields")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_stale_etag_aborts_an_update_and_a_delete_on_both_transports()
    {
        var made = await PostAsync("""{"userId":"second-user","integrationId":"01J0DEM01NT000000000000003"}""");
        var id = IdOf(made);
        var etag = made.Json.GetProperty("etag").GetString()!;
        using var update = new HttpRequestMessage(HttpMethod.Put, Uri($"/activations/{id}/variables"))
        {
            Content = new StringContent("""{"dynamicVariables":{"a":1}}""", Encoding.UTF8, "application/json"),
            Headers = { { "If-Match", $"\"{etag}\"" } },
        };
        using var updated = await service.Rest.SendAsync(update, Cancellation);
        Assert.Equal(HttpStatusCode.OK, updated.StatusCode);
        Assert.Equal("""{"dynamicVariables":{"a":1}}""", await updated.Content.ReadAsStringAsync(Cancellation));

        using var stale = await service.Rest.DeleteAsync(Uri($"/activations/{id}?etag={etag}"), Cancellation);
        var aborted = await Assert.ThrowsAsync<RpcException>(async () => await Client.DeleteActivationAsync(
            new DeleteActivationRequest { ActivationId = id, Etag = etag }, cancellationToken: Cancellation));

        Assert.Equal((HttpStatusCode.Conflict, StatusCode.Aborted), (stale.StatusCode, aborted.StatusCode));
        var now = await Client.GetActivationAsync(new GetActivationRequest { ActivationId = id }, cancellationToken: Cancellation);
        await Client.DeleteActivationAsync(
            new DeleteActivationRequest { ActivationId = id, Etag = now.Etag }, cancellationToken: Cancellation);
    }

    private static CreateActivationRequest Request(string? requestId)
    {
        var request = new CreateActivationRequest { UserId = "second-user", IntegrationId = Ping };
        if (requestId is not null)
            request.RequestId = requestId;
        return request;
    }

    private static Uri Uri(string path) => new(path, UriKind.Relative);

    private static string IdOf(Answer answer) => answer.Json.GetProperty("id").GetString()!;

    private static string CodeOf(Answer answer) => answer.Json.GetProperty("code").GetString()!;

    private async Task<Answer> PostAsync(string body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Uri("/activations"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await service.Rest.SendAsync(request, Cancellation);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return new Answer(
            answer.StatusCode, json.RootElement.Clone(), answer.Headers.TryGetValues("idempotent-replayed", out _));
    }

    private sealed record Answer(HttpStatusCode Status, JsonElement Json, bool IsReplayed);
}
