using System.Collections.Immutable;
using System.Text.Json;
using Activations.EndUsers;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace Activations.Grpc.Tests.Http;

/// <summary>Lists, path parameters, concurrent creates, health and reflection.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private const string Hub = "01J0DEM0HVB000000000000001";

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
    public async Task Of_64_integrations_activated_at_once_for_one_user_all_succeed_and_are_listed_page_by_page()
    {
        var integrations = await AddIntegrationsAsync(64);

        var made = await Task.WhenAll(integrations.Select(id => Client.CreateActivationAsync(
            new CreateActivationRequest { UserId = "second-user", IntegrationId = id }, cancellationToken: Cancellation).ResponseAsync));

        var forward = await WalkAsync("after", "next");
        Assert.Equal(made.Select(a => a.Id).Order(StringComparer.Ordinal), forward);
        var last = await ListAsync($"first=10&after={(await ListAsync("first=54")).GetProperty("next").GetString()}");
        Assert.False(last.TryGetProperty("next", out _));
        var previous = await ListAsync($"first=54&before={last.GetProperty("prev").GetString()}");
        Assert.Equal(forward[..54], Ids(previous));
        Assert.Equal(64, last.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        foreach (var id in await AddIntegrationsAsync(2))
        {
            await Client.CreateActivationAsync(
                new CreateActivationRequest { UserId = "second-user", IntegrationId = id }, cancellationToken: Cancellation);
        }

        var cursor = (await ListAsync("first=1")).GetProperty("next").GetString();
        var elsewhere = await Assert.ThrowsAsync<RpcException>(async () => await Client.ListActivationsAsync(
            new ListActivationsRequest { HubId = Hub, After = cursor }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Each_user_of_a_hub_is_in_the_list_of_the_hub()
    {
        var integrations = await AddIntegrationsAsync(1);
        foreach (var user in new[] { "demo-user", "second-user" })
        {
            await Client.CreateActivationAsync(
                new CreateActivationRequest { UserId = user, IntegrationId = integrations[0] }, cancellationToken: Cancellation);
        }

        var page = await Client.ListActivationsAsync(
            new ListActivationsRequest { HubId = Hub, IntegrationId = integrations[0] }, cancellationToken: Cancellation);

        Assert.Equal(["demo-user", "second-user"], page.Activations.Select(a => a.User.ExternalId));
        Assert.Equal(2, page.TotalCount);
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("Zoë +1", "Zo%C3%AB%20+1")]
    public async Task A_user_in_a_path_is_decoded_once(string externalId, string segment)
    {
        var integration = (await AddIntegrationsAsync(1))[0];
        await AddUserAsync(externalId);
        await Client.CreateActivationAsync(
            new CreateActivationRequest { UserId = externalId, IntegrationId = integration }, cancellationToken: Cancellation);

        var text = await service.Rest.GetStringAsync(
            new Uri($"/embed/{Hub}/users/{segment}/activations", UriKind.Relative), Cancellation);

        Assert.StartsWith("{\"totalCount\":1,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_reflection_answer()
    {
        var health = await new Health.HealthClient(service.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancellation);
        using var call = new ServerReflection.ServerReflectionClient(service.Channel).ServerReflectionInfo(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Cancellation);
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Contains("activations.v1.ActivationService", call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name));
        Assert.Equal("""{"message":"ok"}""", await service.Rest.GetStringAsync(new Uri("/healthz", UriKind.Relative), Cancellation));
        Assert.Equal("""{"message":"ready"}""", await service.Rest.GetStringAsync(new Uri("/readyz", UriKind.Relative), Cancellation));
    }

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("activations").EnumerateArray().Select(a => a.GetProperty("id").GetString()!);

    private async Task<List<string>> WalkAsync(string parameter, string member)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ListAsync($"first=10{(cursor is null ? "" : $"&{parameter}={cursor}")}");
            ids.AddRange(Ids(page));
            cursor = page.TryGetProperty(member, out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return ids;
    }

    private async Task<JsonElement> ListAsync(string query)
    {
        using var json = JsonDocument.Parse(await service.Rest.GetStringAsync(
            new Uri($"/embed/{Hub}/users/second-user/activations?{query}", UriKind.Relative), Cancellation));
        return json.RootElement.Clone();
    }

    private async Task<ImmutableArray<string>> AddIntegrationsAsync(int count)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < count; i++)
        {
            var id = new IntegrationId(Ulid.NewUlid());
            ids.Add(id.ToString());
            await service.Store.Integrations.AddAsync(
                new Activations.Integrations.Integration
                {
                    Id = id,
                    HubId = Id.Parse<HubId>(Hub),
                    OrganisationId = Catalogue.New<OrganisationId>(),
                    Name = $"Integration {i}",
                    IsDeployed = true,
                    Templates = [],
                    CreatedAt = DateTimeOffset.UnixEpoch,
                },
                Cancellation);
        }

        return ids.ToImmutable();
    }

    private Task<bool> AddUserAsync(string externalId) => service.Store.EndUsers.AddAsync(
        new Activations.EndUsers.EndUser
        {
            Id = new EndUserId(Ulid.NewUlid()),
            Key = new EndUserKey(Id.Parse<HubId>(Hub), externalId),
            OrganisationId = Id.Parse<OrganisationId>("01J0DEM00RG000000000000001"),
            DisplayName = "",
            PrimaryConnectionId = null,
            Version = 1,
            Usage = default,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Parts = EndUserParts.Profile,
        },
        Cancellation);
}
