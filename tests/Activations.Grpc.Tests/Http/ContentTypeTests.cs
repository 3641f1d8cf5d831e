using System.Text;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Http;

/// <summary>What a request says of its body's type, also where it has none.</summary>
public sealed class ContentTypeTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"name": "Renamed"}""");

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"", 200)]
    [InlineData("application/json; charset=UTF-8; profile=x", 200)]
    [InlineData("application/merge-patch+json", 200)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/grpc", 415)]
    [InlineData("application/grpc-web-text", 415)]
    [InlineData("text/plain", 415)]
    public async Task A_body_is_JSON_in_UTF_8_or_refused(string contentType, int status)
    {
        var hub = await Catalogue.AddHubAsync();

        var answer = await Service.Rest.SendAsync(HttpMethod.Patch, $"/hubs/{hub}", Body, contentType);

        Assert.Equal(status, answer.Status);
        if (status == 415)
            answer.AsRefusal().As(ErrorReason.UnsupportedMediaType);
        else
            Assert.Equal("Renamed", answer.Json.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/grpc")]
    [InlineData("application/grpc-web-text")]
    [InlineData("nonsense")]
    public async Task Without_a_body_its_type_says_nothing(string contentType)
    {
        var hub = await Catalogue.AddHubAsync();

        var read = await Service.Rest.SendAsync(HttpMethod.Get, $"/hubs/{hub}", [], contentType);
        var unknown = await Service.Rest.SendAsync(HttpMethod.Get, $"/hubs/{Catalogue.NewId()}", [], contentType);
        var deleted = await Service.Rest.SendAsync(HttpMethod.Delete, $"/hubs/{hub}", [], contentType);

        Assert.Equal((200, "application/json; charset=utf-8"), (read.Status, read.ContentType));
        unknown.AsRefusal().As(ErrorReason.HubNotFound);
        Assert.Equal(204, deleted.Status);
    }
}
