using System.Net;
using System.Text;
using System.Text.Json;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Activations.Grpc.Tests.Http;

/// <summary>What is not a request gets a clear error, and nothing is stored.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string Ping = "01J0DEM01NT000000000000003";
    private const string Activations = "/activations";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");
    private ServiceUnderTest service = null!;

    public static TheoryData<string, string> Bodies => new()
    {
        { "", "" },
        { "null", "" },
        { "[]", "" },
        { "{", "" },
        { "{\"a\":NaN}", "" },
        { new string('[', 1 << 20), "" },
        { """{"userId": 5}""", "userId" },
        { """{"userId": {}}""", "userId" },
        { """{"connections": {}}""", "connections" },
        { """{"connections": [null]}""", "connections[0]" },
        { """{"connections": [{"variables": [{"name": 1}]}]}""", "connections[0].variables[0].name" },
        { """{"dynamicVariables": []}""", "dynamicVariables" },
        { """{"userId": "\ud800"}""", "userId" },
        { """{"userId": "a\u0007", "integrationId": "01J0DEM01NT000000000000003"}""", "userId" },
        { """{"userId": "second-user", "integrationId": "01J0DEM01NT00000000000000\u0001"}""", "integrationId" },
        { """{"userId": "second-user", "integrationId": "01J0DEM01NT000000000000003", "dynamicVariables": {"a": 1e400}}""", "dynamicVariables.a" },
        { """{"userId": "second-user", "integrationId": "01J0DEM01NT000000000000003", "userIdType": "other"}""", "userIdType" },
        { $$"""{"userId": "second-user", "integrationId": "01J0DEM01NT000000000000003", "dynamicVariables": {{Deep(5000)}}}""", "dynamicVariables" },
        { $$"""{"userId": "second-user", "integrationId": "01J0DEM01NT000000000000003", "dynamicVariables": {{Deep(31)}}}""", "dynamicVariables" + string.Concat(Enumerable.Repeat(".a", 30)) },
        { $$"""{"userId": "second-user", "integrationId": "01J0DEM01NT000000000000003", "connections": [{{string.Join(',', Enumerable.Repeat("{}", 10_000))}}]}""", "connections" },
    };

    public async ValueTask InitializeAsync() => service = await ServiceUnderTest.StartAsync(
        [$"--Activations:Store:Sqlite:Path={Path.Combine(folder.FullName, "a.db")}"]);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_body_is_refused_with_the_path_of_the_field(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var (status, error) = await SendAsync(HttpMethod.Post, Activations, content);

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (status, error.GetProperty("code").GetString()));
        Assert.Equal(field, error.GetProperty("fields")[0].GetProperty("field").GetString());
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_refused()
    {
        using var content = new ByteArrayContent([(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)'}']);
        content.Headers.ContentType = new("application/json");

        var (status, error) = await SendAsync(HttpMethod.Post, Activations, content);

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (status, error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_40_MiB_is_413(bool isChunked)
    {
        using var content = new ByteArrayContent(new byte[40 << 20]);
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Activations) { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;

        using var answer = await service.Rest.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains(
            "PAYLOAD_TOO_LARGE",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=klingon")]
    public async Task Another_media_type_or_charset_is_415(string type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var (status, error) = await SendAsync(HttpMethod.Post, Activations, content);

        Assert.Equal(
            (HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE"), (status, error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("GET", "/nope", 404, "NOT_FOUND")]
    [InlineData("PATCH", "/activations", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "/activations/xyz", 400, "INVALID_ARGUMENT")]
    [InlineData("GET", "/activations/01J0DEM01NT000000000000003", 404, "ACTIVATION_NOT_FOUND")]
    [InlineData("GET", "/hubs/01J0DEM01NT000000000000003/activations", 404, "HUB_NOT_FOUND")]
    [InlineData("GET", "/embed/01J0DEM0HVB000000000000001/users/demo-user/activations?first=abc", 400, "INVALID_ARGUMENT")]
    [InlineData("GET", "/embed/01J0DEM0HVB000000000000001/users/demo-user/activations?first=-1", 400, "INVALID_ARGUMENT")]
    [InlineData("GET", "/embed/01J0DEM0HVB000000000000001/users/demo-user/activations?after=zzz", 400, "INVALID_ARGUMENT")]
    [InlineData("GET", "/integrations/01J0DEM01NT000000000000001/users/nobody/variables", 404, "USER_NOT_FOUND")]
    [InlineData("GET", "/integrations/01J0DEM01NT000000000000009/users/demo-user/variables", 404, "INTEGRATION_NOT_FOUND")]
    public async Task Every_failure_has_the_error_body(string method, string path, int status, string code)
    {
        var (actual, error) = await SendAsync(new HttpMethod(method), path, null);

        Assert.Equal((status, code), ((int)actual, error.GetProperty("code").GetString()));
        Assert.Equal(
            ["code", "message", "fields", "details", "metadata", "traceId"], error.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_number_that_is_not_finite_is_refused_over_gRPC(double number)
    {
        var failure = await CreateAsync(new Struct { Fields = { ["a"] = Value.ForNumber(number) } });

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal("dynamicVariables.a", failure.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations[0].Field);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(40)]
    [InlineData(90)]
    public async Task Variables_nested_too_deeply_are_refused_over_gRPC(int levels)
    {
        var value = new Struct();
        for (var i = 1; i < levels; i++)
            value = new Struct { Fields = { ["a"] = Value.ForStruct(value) } };

        var failure = await CreateAsync(value);

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal("INVALID_ARGUMENT", failure.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_message_over_4_MiB_is_RESOURCE_EXHAUSTED_over_gRPC()
    {
        var failure = await CreateAsync(new Struct { Fields = { ["a"] = Value.ForString(new string('x', 5 << 20)) } });

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Equal("RESOURCE_EXHAUSTED", failure.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task Bodies_with_random_damage_never_make_the_service_fail()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var whole = """{"userId":"nobody","userIdType":"external","integrationId":"01J0DEM01NT000000000000003","connections":[{"templateId":"01J0DEM0TMP000000000000004","name":"x","credentials":{"action":[{"authSchemeConfig":{"schemeType":"oauth2","scopes":[{"":1}]},"credential":{"name":"n","type":"string","data":{"value":"s"}}}]}}],"dynamicVariables":{"a":[1,{"b":null}]},"requestId":"r"}"""u8.ToArray();
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (var j = random.Next(1, 4); j > 0; j--)
                damaged[random.Next(damaged.Length)] = (byte)"{}[]\",:0a\\\u0001"[random.Next(11)];
            using var content = new ByteArrayContent(damaged);
            content.Headers.ContentType = new("application/json");
            var (status, _) = await SendAsync(HttpMethod.Post, Activations, content);
            Assert.True((int)status is >= 400 and < 500, Encoding.UTF8.GetString(damaged));
        }
    }

    private static string Deep(int levels) =>
        string.Concat(Enumerable.Repeat("""{"a":""", levels)) + "1" + new string('}', levels);

    private async Task<RpcException> CreateAsync(Struct variables) => await Assert.ThrowsAsync<RpcException>(
        async () => await new ActivationService.ActivationServiceClient(service.Channel).CreateActivationAsync(
            new CreateActivationRequest { UserId = "second-user", IntegrationId = Ping, DynamicVariables = variables },
            cancellationToken: TestContext.Current.CancellationToken));

    private async Task<(HttpStatusCode Status, JsonElement Error)> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await service.Rest.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, json.RootElement.Clone());
    }

    private async Task AssertNothingStoredAsync()
    {
        var text = await service.Rest.GetStringAsync(
            new Uri("/hubs/01J0DEM0HVB000000000000001/activations", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("\"totalCount\":0", text, StringComparison.Ordinal);
    }
}
