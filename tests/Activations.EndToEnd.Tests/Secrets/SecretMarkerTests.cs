using System.Net;
using System.Text;
using Activations.Processes;
using Activations.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Activations.EndToEnd.Tests.Secrets;

/// <summary>
/// No secret shows in anything that the process prints, answers or stores. Markers are planted on every way in, in requests
/// that are accepted and in such as are not, while the log is at its most talkative.
/// </summary>
public sealed class SecretMarkerTests
{
    private const string Mailer = "01J0DEM0C0N000000000000002";
    private const string Organisation = "01J0DEM00RG0000000000000M1";

    private static readonly string[] TraceEverything =
    [
        .. new[] { "Default", "Microsoft.AspNetCore", "Microsoft.Hosting.Lifetime", "Grpc", "Grpc.AspNetCore.Server.ServerCallHandler" }
            .Select(category => $"--Logging:LogLevel:{category}=Trace"),
    ];

    [Fact]
    public async Task No_secret_is_printed_answered_or_stored_in_clear()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, ["--demo", .. TraceEverything]);
        using var client = new HttpClient { BaseAddress = service.Rest };
        var planting = new Planting(client);

        await PlantAndReadAsync(planting);
        await PlantInWhatIsRefusedAsync(planting);
        await PlantOverGrpcAsync(planting, service.Grpc);
        await PlantInMalformedMessagesAsync(planting, service.Grpc);

        var key = KeyIn(folder);
        AssertNoSecretStored(folder, key);
        Assert.Equal(0, await service.StopAsync());
        AssertNoSecretStored(folder, key);
        AssertNone("the answers", planting.Answers, key);
        AssertNone("the output", service.Output, key);
        Assert.Contains("c0ntrol-name", planting.Answers, StringComparison.Ordinal);
        Assert.Contains("trce:", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_refused_prints_no_key()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "keys");
        await File.WriteAllTextAsync(file, $"{Marker.In("file")}:{Marker.In("file")}\n", TestContext.Current.CancellationToken);
        string[][] switches =
        [
            [$"--Activations:Secrets:Keys={Marker.In("text")}"],
            [$"--Activations:Secrets:Keys:0={Marker.In("list")}", $"--Activations:Secrets:Keys:1:x={Marker.In("list")}"],
            [$"--Activations:Secrets={Marker.In("section")}", $"--Activations:Secrets:Keys={Marker.In("text")}"],
            [$"--Activations:Secrets:KeysFile={Marker.In("path")}"],
            [$"--Activations:Secrets:KeysFile={file}"],
        ];

        foreach (var args in switches)
        {
            var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, null, args);

            Assert.Equal(1, exitCode);
            Assert.Contains("Activations:Secrets:Keys", output, StringComparison.Ordinal);
            AssertNone(args[0].Split('=')[0], output);
        }
    }

    /// <summary>Every way in that is accepted, and every read of what came in.</summary>
    private static async Task PlantAndReadAsync(Planting planting)
    {
        var hub = (await planting.SucceedAsync("POST", "/hubs",
            $$$"""{"organisationId": "{{{Organisation}}}", "name": "c0ntrol-name", "primaryConnectorId": "{{{Mailer}}}", "authSchemeConfig": {{{Planting.Scheme("hub")}}}}"""))
            .GetProperty("id").GetString()!;
        await planting.SucceedAsync("PATCH", $"/hubs/{hub}", """{"name": "renamed"}""");
        await planting.SucceedAsync("POST", $"/hubs/{hub}/users",
            $$$"""{"externalId": "ann", "primaryConnection": {{{Planting.Connection("user", "string", $$"""{"value": "{{Marker.In("user")}}"}""")}}}}""");
        var connection = "";
        foreach (var (type, data) in Planting.EachCredential("connection"))
        {
            var made = await planting.SucceedAsync("POST", $"/hubs/{hub}/users/ann/connections",
                $$$"""{"connectorId": "{{{Mailer}}}", "connection": {{{Planting.Connection("connection", type, data)}}}}""");
            connection = made.GetProperty("id").GetString()!;
            foreach (var (otherType, otherData) in Planting.EachCredential("patch").Where(c => c.Type == type))
            {
                await planting.SucceedAsync("PATCH", $"/connections/{connection}",
                    $$$"""{"name": "patched", "credentials": {{{Planting.Credentials("patch", otherType, otherData)}}}}""");
            }
        }

        var (integration, template) = await ActivateAsync(planting, hub);
        foreach (var path in new[]
        {
            $"/hubs/{hub}", $"/o/{Organisation}/hubs", $"/hubs/{hub}/users", $"/hubs/{hub}/users/ann", $"/connections/{connection}",
            $"/hubs/{hub}/users/ann/connections", $"/connection-templates/{template}/users/ann", $"/hubs/{hub}/integrations",
            $"/integrations/{integration}", $"/integrations/{integration}/connection-templates", $"/hubs/{hub}/activations",
            $"/embed/{hub}/users/ann/activations", $"/embed/{hub}/users/ann/integrations",
            $"/embed/{hub}/users/ann/integrations/{integration}",
        })
        {
            await planting.SucceedAsync("GET", path);
        }
    }

    /// <summary>Integrations with templates, and an activation with new connections, repeated and repeated wrongly.</summary>
    private static async Task<(string Integration, string Template)> ActivateAsync(Planting planting, string hub)
    {
        var integration = (await planting.SucceedAsync("POST", $"/hubs/{hub}/integrations",
            $$$"""
            {"organisationId": "{{{Organisation}}}", "name": "I", "connectionTemplate":
             {"connectorId": "{{{Mailer}}}", "authSchemeConfig": {{{Planting.Scheme("template")}}}}}
            """)).GetProperty("id").GetString()!;
        var template = (await planting.SucceedAsync("POST", $"/integrations/{integration}/connection-templates",
            $$$"""{"connectorId": "{{{Mailer}}}", "authSchemeConfig": {{{Planting.Scheme("template")}}}}"""))
            .GetProperty("id").GetString()!;
        await planting.SucceedAsync("POST", $"/integrations/{integration}:deploy", "{}");
        await planting.SucceedAsync("PATCH", $"/integrations/{integration}", """{"name": "J"}""");

        string Request(string requestId, string more) =>
            $$$"""
            {"userId": "ann", "integrationId": "{{{integration}}}", "requestId": "{{{requestId}}}", "dynamicVariables": {{{more}}},
             "connections": [{"templateId": "{{{template}}}", "name": "new",
                              "credentials": {{{Planting.Credentials("activation", "string", $$"""{"value": "{{Marker.In("activation")}}"}""")}}}}]}
            """;
        await planting.SucceedAsync("POST", "/activations", Request("first", "{}"));
        await planting.SucceedAsync("POST", "/activations", Request("first", "{}"));
        await planting.FailAsync("POST", "/activations", Request("first", """{"other": 1}"""));
        await planting.FailAsync("POST", "/activations", Request("second", "{}"));
        return (integration, template);
    }

    /// <summary>What breaks a rule, can't be read, or comes to nowhere.</summary>
    private static async Task PlantInWhatIsRefusedAsync(Planting planting)
    {
        const string Connections = "/hubs/01J0DEM0HVB000000000000001/users/demo-user/connections";
        var good = $$$"""{"connectorId": "{{{Mailer}}}", "connection": {{{Planting.Connection("refused", "string", $$"""{"value": "{{Marker.In("refused")}}"}""")}}}}""";
        await planting.FailAsync("POST", Connections, good.Replace("\"string\"", "\"basic-auth\"", StringComparison.Ordinal));
        await planting.FailAsync("POST", Connections, good.Replace("\"string\"", $"\"{Marker.In("type")[..12]}\"", StringComparison.Ordinal)
            .Replace("m4rk3rS3cr3t\", \"data\"", "other\", \"data\"", StringComparison.Ordinal));
        await planting.FailAsync("POST", Connections, good.Replace("client_credentials", "implicit", StringComparison.Ordinal));
        await planting.FailAsync("POST", Connections.Replace("demo-user", "nobody", StringComparison.Ordinal), good);
        await planting.FailAsync("POST", "/activations", good);
        await planting.FailAsync("PUT", Connections, good);
        await planting.FailAsync("POST", "/nowhere", good);
        await planting.FailAsync("POST", Connections, good, "text/plain");
        await planting.FailAsync("POST", Connections, good, "application/json; charset=iso-8859-1");
        await planting.FailAsync("POST", Connections, good + new string(' ', 5 * 1024 * 1024));
        for (var cut = 1; cut < good.Length; cut += 97)
            await planting.FailAsync("POST", Connections, good[..^cut]);
        foreach (var value in new[] { "{0}", "[\"{0}\"]", "\"{0}\"", "{{\"a\": {0}}}", "\"\\u00zz{0}\"", "1e400{0}", "\"\\ud800{0}\"" })
        {
            var marked = value.Replace("{0}", Marker.In("malformed"), StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal);
            foreach (var body in new[]
            {
                $$$$"""{"connection": {"credentials": {"action": [{"credential": {"data": {{{{marked}}}}}}]}}}""",
                $$$$"""{"connection": {"credentials": {"action": [{"authSchemeConfig": {"grant": {{{{marked}}}}}}]}}}""",
                $$$"""{"connection": {"credentials": {{{marked}}}}}""",
            })
            {
                await planting.FailAsync("POST", Connections, body);
            }
        }
    }

    /// <summary>Connections over gRPC: one that is made and changed, and ones that are refused.</summary>
    private static async Task PlantOverGrpcAsync(Planting planting, Uri grpc)
    {
        using var channel = GrpcChannel.ForAddress(grpc);
        var connections = new ConnectionService.ConnectionServiceClient(channel);
        CreateEndUserConnectionRequest Request(string user, string type) => new()
        {
            HubId = "01J0DEM0HVB000000000000001",
            UserId = user,
            ConnectorId = Mailer,
            Connection = ConnectionCreate.Parser.ParseJson(
                Planting.Connection("grpc", type, $$"""{"value": "{{Marker.In("grpc")}}"}""")),
        };

        var made = await connections.CreateEndUserConnectionAsync(
            Request("demo-user", "string"), cancellationToken: TestContext.Current.CancellationToken);
        var changed = await connections.UpdateConnectionAsync(
            new UpdateConnectionRequest { ConnectionId = made.Id, Credentials = Request("", "string").Connection.Credentials },
            cancellationToken: TestContext.Current.CancellationToken);
        planting.Keep($"{made}\n{changed}");
        foreach (var refused in new[] { Request("nobody", "string"), Request("demo-user", "basic-auth") })
        {
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await connections.CreateEndUserConnectionAsync(
                refused, cancellationToken: TestContext.Current.CancellationToken));
            planting.Keep($"{failure}\n{string.Join('\n', failure.Trailers.Select(t => t.IsBinary ? Encoding.Latin1.GetString(t.ValueBytes) : t.Value))}");
        }
    }

    /// <summary>Messages that are malformed, or for nobody.</summary>
    private static async Task PlantInMalformedMessagesAsync(Planting planting, Uri grpc)
    {
        using var client = new HttpClient
        {
            BaseAddress = grpc,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var path in new[] { "CreateEndUserConnection", "UpdateConnection", "Nothing" })
        {
            var message = Encoding.UTF8.GetBytes(Marker.In("grpc"));
            using var content = new ByteArrayContent([0, 0, 0, 0, (byte)message.Length, .. message]);
            content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/activations.v1.ConnectionService/{path}", UriKind.Relative))
            {
                Content = content,
            };
            request.Headers.TryAddWithoutValidation("TE", "trailers");
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            planting.Keep($"{answer}\n{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}\n{answer.TrailingHeaders}");
        }
    }

    private static string KeyIn(TemporaryFolder folder) => File
        .ReadLines(Path.Combine(folder.Path, "data", "activations.db.key")).Single(line => line[0] != '#').Split(':')[1];

    private static void AssertNoSecretStored(TemporaryFolder folder, string key)
    {
        var stored = "";
        foreach (var path in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(p => Path.GetExtension(p) is not (".lock" or ".sock")))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            var text = Encoding.Latin1.GetString(copy.GetBuffer(), 0, (int)copy.Length);
            Assert.False(Marker.IsIn(copy.GetBuffer().AsSpan(0, (int)copy.Length)), $"A secret is in {path}.");
            if (!path.EndsWith(".key", StringComparison.Ordinal))
                Assert.DoesNotContain(key, text, StringComparison.Ordinal);
            stored += text;
        }

        Assert.Contains("c0ntrol-name", stored, StringComparison.Ordinal);
        Assert.Contains("{\"sealed\": 1", stored, StringComparison.Ordinal);
    }

    private static void AssertNone(string where, string text, string? key = null)
    {
        var lines = text.Split('\n').Where(line => Marker.IsIn(line) || (key is not null && line.Contains(key, StringComparison.Ordinal)));
        Assert.True(!lines.Any(), $"A secret is in {where}:\n{string.Join('\n', lines.Take(5))}");
    }
}
