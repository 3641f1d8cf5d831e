using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Processes;
using Activations.Stores.Sqlite;

namespace Activations.EndToEnd.Tests;

/// <summary>What was acknowledged stays, however the process ends.</summary>
public sealed class DurabilityTests
{
    private const string Ping = "01J0DEM01NT000000000000003";

    [Fact]
    public async Task Each_acknowledged_create_survives_kill_9_and_none_is_there_twice()
    {
        using var folder = new TemporaryFolder();
        await using (var service = await ServiceProcess.StartAsync(folder.Path, "--demo"))
            Assert.Equal(0, await service.StopAsync());
        var users = new ConcurrentQueue<string>(await AddUsersAsync(Path.Combine(folder.Path, "data", "activations.db"), 4_000));
        var acknowledged = new ConcurrentBag<string>();
        for (var round = 0; round < 3; round++)
        {
            await using (var service = await ServiceProcess.StartAsync(folder.Path, "--demo"))
            {
                var enough = acknowledged.Count + 300;
                var load = Task.WhenAll(Enumerable.Range(0, 16).Select(_ => CreateForAsync(service, users, acknowledged)));
                while (acknowledged.Count < enough && !load.IsCompleted)
                    await Task.Yield();
                await service.KillAsync();
                await load;
            }

            await using var again = await ServiceProcess.StartAsync(folder.Path, "--demo");
            await AssertStoredAsync(again, acknowledged, unknown: 16 * (round + 1));
            Assert.Equal(0, await again.StopAsync());
        }

        Assert.InRange(acknowledged.Count, 900, 4_000);
    }

    [Fact]
    public async Task SIGTERM_under_load_ends_the_process_in_order_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new ConcurrentBag<string>();
        await using (var service = await ServiceProcess.StartAsync(folder.Path, "--demo"))
        {
            var load = ToggleAsync(service, acknowledged, stopAfter: int.MaxValue);
            while (acknowledged.Count < 50 && !load.IsCompleted)
                await Task.Yield();
            Assert.Equal(0, await service.StopAsync());
            await load;
        }

        await using var again = await ServiceProcess.StartAsync(folder.Path, "--demo");
        await AssertLastAsync(again, acknowledged);
    }

    [Fact]
    public async Task Of_1000_identical_creates_at_once_one_succeeds_and_with_a_request_id_all_answer_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        using var client = new HttpClient { BaseAddress = service.Rest };

        var plain = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => CreateAsync(client, null)));
        Assert.Single(plain, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            plain.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal("ACTIVATION_ALREADY_EXISTS", answer.Json.GetProperty("code").GetString()));

        var id = plain.Single(answer => answer.Status == HttpStatusCode.OK).Json.GetProperty("id").GetString();
        using var deleted = await client.DeleteAsync(
            new Uri($"/activations/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        var repeated = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => CreateAsync(client, "once")));
        Assert.All(repeated, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(repeated.Select(answer => answer.Json.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Bad_bodies_again_and_again_leave_the_service_alive_and_its_memory_bounded()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        using var client = new HttpClient { BaseAddress = service.Rest };
        var deep = $$"""{"dynamicVariables":{{string.Concat(Enumerable.Repeat("{\"a\":", 5000))}}1{{new string('}', 5001)}}""";
        string[] bodies = [new string('[', 1 << 20), deep, new string('a', 40 << 20)];

        await SendAsync(client, bodies, rounds: 10);
        var before = service.ResidentBytes;
        await SendAsync(client, bodies, rounds: 30);

        Assert.InRange(service.ResidentBytes, 0, before + (128L << 20));
        Assert.Equal("ACTIVATION_NOT_FOUND", (await GetPingVariablesAsync(client)).GetProperty("code").GetString());
    }

    private static async Task SendAsync(HttpClient client, string[] bodies, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var body in bodies)
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), content);
                Assert.InRange((int)answer.StatusCode, 400, 499);
            }
        }
    }

    /// <summary>Sets the demo user's list name to 1, 2, 3, …, one after another, until the service goes away.</summary>
    private static async Task ToggleAsync(ServiceProcess service, ConcurrentBag<string> acknowledged, int stopAfter)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        try
        {
            for (var i = acknowledged.Count + 1; i <= stopAfter; i++)
            {
                var name = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                using var content = new StringContent($$"""{"listName":"{{name}}"}""", Encoding.UTF8, "application/json");
                using var answer = await client.PutAsync(VariablesOf("demo-user", "01J0DEM01NT000000000000001"), content);
                if (!answer.IsSuccessStatusCode)
                    return;
                acknowledged.Add(name);
            }
        }
        catch (HttpRequestException)
        {
            // The service is gone, as the test wants.
        }
    }

    /// <summary>The last value is the last that was acknowledged, or the one whose answer was lost.</summary>
    private static async Task AssertLastAsync(ServiceProcess service, ConcurrentBag<string> acknowledged)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        var text = await client.GetStringAsync(
            VariablesOf("demo-user", "01J0DEM01NT000000000000001"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(text);
        var stored = int.Parse(json.RootElement.GetProperty("listName").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(stored, acknowledged.Count, acknowledged.Count + 1);
        while (acknowledged.Count < stored)
            acknowledged.Add("found");
    }

    /// <summary>Activates "Ping" for one user after another, until the service goes away.</summary>
    private static async Task CreateForAsync(
        ServiceProcess service, ConcurrentQueue<string> users, ConcurrentBag<string> acknowledged)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        try
        {
            while (users.TryDequeue(out var user))
            {
                using var content = new StringContent(
                    $$"""{"userId":"{{user}}","integrationId":"{{Ping}}"}""", Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), content);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.IsSuccessStatusCode, text);
                using var json = JsonDocument.Parse(text);
                acknowledged.Add(json.RootElement.GetProperty("id").GetString()!);
            }
        }
        catch (HttpRequestException)
        {
            // The service is gone, as the test wants.
        }
    }

    /// <summary>Every acknowledged activation is listed once, and beyond them at most those whose answer was lost.</summary>
    private static async Task AssertStoredAsync(ServiceProcess service, ConcurrentBag<string> acknowledged, int unknown)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var text = await client.GetStringAsync(
                new Uri($"/hubs/01J0DEM0HVB000000000000001/activations?first=100&integration_id={Ping}&after={cursor}", UriKind.Relative));
            using var page = JsonDocument.Parse(text);
            listed.AddRange(page.RootElement.GetProperty("activations").EnumerateArray().Select(a => a.GetProperty("id").GetString()!));
            cursor = page.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        Assert.Empty(acknowledged.Except(listed));
        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.InRange(listed.Count, acknowledged.Count, acknowledged.Count + unknown);
    }

    private static async Task<List<string>> AddUsersAsync(string path, int count)
    {
        await using var store = new SqliteStore(new SqliteStoreOptions { Path = path });
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        var names = Enumerable.Range(0, count).Select(i => $"user-{i}").ToList();
        await Task.WhenAll(names.Select(name => store.EndUsers.AddAsync(User(name), TestContext.Current.CancellationToken)));
        return names;
    }

    /// <summary>A user with a primary connection, as "Ping" needs one.</summary>
    private static EndUser User(string externalId)
    {
        var primary = new Connection
        {
            Id = new ConnectionId(Ulid.NewUlid()),
            ConnectorId = Id.Parse<ConnectorId>("01J0DEM0C0N000000000000001"),
            Name = "Acme CRM",
            Credentials = ConnectionCredentials.None,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
        return new EndUser
        {
            Id = new EndUserId(Ulid.NewUlid()),
            Key = new EndUserKey(Id.Parse<HubId>("01J0DEM0HVB000000000000001"), externalId),
            OrganisationId = Id.Parse<OrganisationId>("01J0DEM00RG000000000000001"),
            DisplayName = "",
            PrimaryConnectionId = primary.Id,
            Version = 1,
            Usage = new EndUserUsage(1, 0, primary.JsonByteCount, 0),
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Parts = EndUserParts.Profile,
            Connections = [primary],
        };
    }

    /// <summary>Activates "Ping", again where so many at once are too many for a slow machine: such a call was not begun.</summary>
    private static async Task<(HttpStatusCode Status, JsonElement Json)> CreateAsync(HttpClient client, string? requestId)
    {
        var body = JsonSerializer.Serialize(new { userId = "second-user", integrationId = Ping, requestId });
        while (true)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), content);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
                continue;
            }

            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return (answer.StatusCode, json.RootElement.Clone());
        }
    }

    private static async Task<JsonElement> GetPingVariablesAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(VariablesOf("second-user", Ping));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    private static Uri VariablesOf(string user, string integration) =>
        new($"/integrations/{integration}/users/{user}/variables", UriKind.Relative);
}
