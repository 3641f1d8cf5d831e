using System.Text;
using System.Text.Json;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Processes;
using Activations.Stores.Mongo;
using MongoDB.Driver;

namespace Activations.EndToEnd.Tests;

/// <summary>Two services on one database.</summary>
public sealed class ReplicaTests
{
    private const string Hub = "01J0DEM0HVB000000000000001";
    private const string Organisation = "01J0DEM00RG000000000000001";

    [Fact]
    public async Task Of_64_creates_for_one_user_over_two_services_none_is_lost_and_none_doubled()
    {
        var connectionString = Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_MONGODB");
        if (string.IsNullOrEmpty(connectionString))
            Assert.Skip("No MongoDB at hand: set ACTIVATIONS_TEST_MONGODB to a connection string, or start a Docker engine.");
        var database = $"activations_{Guid.NewGuid():N}";
        string[] args =
        [
            "--demo", "--Activations:Store:Provider=mongodb", $"--Activations:Store:MongoDb:ConnectionString={connectionString}",
            $"--Activations:Store:MongoDb:Database={database}",
        ];
        using var folder = new TemporaryFolder();
        try
        {
            await using var one = await ServiceProcess.StartAsync(folder.Path, args);
            await using var other = await ServiceProcess.StartAsync(folder.Path, args);
            var integrations = await AddIntegrationsAsync(connectionString, database, 64);
            using var first = new HttpClient { BaseAddress = one.Rest };
            using var second = new HttpClient { BaseAddress = other.Rest };

            var made = await Task.WhenAll(integrations.Select((id, i) => CreateAsync(i % 2 == 0 ? first : second, id)));

            var listed = await first.GetStringAsync(
                new Uri($"/embed/{Hub}/users/second-user/activations?first=100", UriKind.Relative), TestContext.Current.CancellationToken);
            using var page = JsonDocument.Parse(listed);
            Assert.Equal(64, page.RootElement.GetProperty("totalCount").GetInt32());
            Assert.Equal(
                made.Order(StringComparer.Ordinal),
                page.RootElement.GetProperty("activations").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
        }
        finally
        {
            using var client = new MongoClient(connectionString);
            await client.DropDatabaseAsync(database, CancellationToken.None);
        }
    }

    private static async Task<List<string>> AddIntegrationsAsync(string connectionString, string database, int count)
    {
        await using var store = new MongoStore(
            new MongoStoreOptions { ConnectionString = connectionString, Database = database }, TimeProvider.System);
        var ids = Enumerable.Range(0, count).Select(_ => new IntegrationId(Ulid.NewUlid())).ToList();
        foreach (var id in ids)
        {
            await store.Integrations.AddAsync(
                new Integration
                {
                    Id = id,
                    HubId = Id.Parse<HubId>(Hub),
                    OrganisationId = Id.Parse<OrganisationId>(Organisation),
                    Name = "One of many",
                    IsDeployed = true,
                    Templates = [],
                    CreatedAt = DateTimeOffset.UnixEpoch,
                },
                TestContext.Current.CancellationToken);
        }

        return [.. ids.Select(id => id.ToString())];
    }

    private static async Task<string?> CreateAsync(HttpClient client, string integration)
    {
        using var content = new StringContent(
            $$"""{"userId":"second-user","integrationId":"{{integration}}"}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("id").GetString();
    }
}
