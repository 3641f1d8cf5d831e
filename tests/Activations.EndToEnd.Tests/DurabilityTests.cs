using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Activations.EndToEnd.Tests.Service;

namespace Activations.EndToEnd.Tests;

/// <summary>What was acknowledged stays, however the process ends.</summary>
public sealed class DurabilityTests
{
    private const string Ping = "01J0DEM01NT000000000000003";

    [Fact]
    public async Task An_acknowledged_activation_survives_kill_9_and_none_is_there_twice()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new ConcurrentBag<string>();
        for (var round = 0; round < 3; round++)
        {
            await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
            var load = ToggleAsync(service, acknowledged, stopAfter: int.MaxValue);
            var enough = acknowledged.Count + 50;
            while (acknowledged.Count < enough && !load.IsCompleted)
                await Task.Yield();
            await service.KillAsync();
            await load;

            await using var again = await ServiceProcess.StartAsync(folder.Path, "--demo");
            await AssertLastAsync(again, acknowledged);
            Assert.Equal(0, await again.StopAsync());
        }
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
        var before = service.ResidentBytes();
        await SendAsync(client, bodies, rounds: 30);

        Assert.InRange(service.ResidentBytes(), 0, before + (128L << 20));
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

    private static async Task<(HttpStatusCode Status, JsonElement Json)> CreateAsync(HttpClient client, string? requestId)
    {
        var body = JsonSerializer.Serialize(new { userId = "second-user", integrationId = Ping, requestId });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), content);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.Clone());
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
