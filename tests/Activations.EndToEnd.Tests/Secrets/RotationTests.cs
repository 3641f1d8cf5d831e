using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Activations.Processes;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Activations.EndToEnd.Tests.Secrets;

/// <summary>The change of the key that secrets are encrypted with, as an operator makes it.</summary>
public sealed partial class RotationTests : IDisposable
{
    private const int Users = 250;

    private static readonly string Old = NewKey("old");
    private static readonly string New = NewKey("new");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_rotation_that_is_killed_half_way_goes_on_and_the_old_key_is_not_needed_afterwards()
    {
        string[] connections;
        await using (var service = await StartAsync(Old))
        {
            connections = await FillAsync(service);
            Assert.Equal(0, await service.StopAsync());
        }

        await using (var service = await StartAsync($"{New},{Old}"))
        {
            await RotateFirstUsersAsync(service);
            await service.KillAsync();
        }

        await using (var service = await StartAsync($"{New},{Old}"))
        {
            var rest = await CommandRun.OfAsync(folder.Path, "secrets", "rotate");
            Assert.True(rest.ExitCode == 0, rest.Error);
            Assert.InRange(RotatedBy(rest), 1, Users - 1);
            var again = await CommandRun.OfAsync(folder.Path, "secrets", "rotate");
            Assert.Equal(0, RotatedBy(again));
            Assert.Contains("0 remaining", again.Error, StringComparison.Ordinal);
            Assert.Equal(0, await service.StopAsync());
        }

        var file = await File.ReadAllTextAsync(Path.Combine(folder.Path, "data", "activations.db"), Encoding.Latin1, Cancellation);
        Assert.Contains("\"new\"", file, StringComparison.Ordinal);
        Assert.DoesNotContain("\"old\"", file, StringComparison.Ordinal); // nor is it left where nothing points any more

        await using var withoutOld = await StartAsync(New);
        using var channel = GrpcChannel.ForAddress(withoutOld.Grpc);
        var client = new ConnectionService.ConnectionServiceClient(channel);
        foreach (var id in connections)
        {
            var connection = await client.GetConnectionAsync(new GetConnectionRequest { ConnectionId = id }, cancellationToken: Cancellation);
            Assert.Equal(connection.CreatedAt, connection.UpdatedAt); // nobody changed it
        }
    }

    [Fact]
    public async Task Without_the_key_that_secrets_were_encrypted_with_what_needs_them_fails_and_the_log_names_the_key()
    {
        string[] connections;
        await using (var service = await StartAsync(Old))
            connections = await FillAsync(service);

        await using var withoutOld = await StartAsync(New);
        using var channel = GrpcChannel.ForAddress(withoutOld.Grpc);
        var client = new ConnectionService.ConnectionServiceClient(channel);
        var failed = await Assert.ThrowsAsync<RpcException>(async () => await client.GetConnectionAsync(
            new GetConnectionRequest { ConnectionId = connections[0] }, cancellationToken: Cancellation));

        Assert.Equal("SECRET_UNREADABLE", failed.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
        Assert.DoesNotContain("old", failed.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.OfAsync(folder.Path, "secrets", "rotate")).ExitCode);
        Assert.Matches($"fail: .*{connections[0]}.*the key old:", withoutOld.Output);
    }

    private static string NewKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    private static int RotatedBy(CommandRun run) =>
        int.Parse(Encrypted.Match(run.Output).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private Task<ServiceProcess> StartAsync(string keys) =>
        ServiceProcess.StartAsync(folder.Path, $"--Activations:Secrets:Keys={keys}");

    /// <summary>Makes users with a connection each; answers the connections' ids.</summary>
    private static async Task<string[]> FillAsync(ServiceProcess service)
    {
        using var channel = GrpcChannel.ForAddress(service.Grpc);
        var scheme = new AuthSchemeConfig { SchemeType = "api-key", Name = "X-Api-Key", In = "header" };
        var hub = await new HubService.HubServiceClient(channel).CreateHubAsync(
            new CreateHubRequest
            {
                OrganisationId = Ulid.NewUlid().ToString(),
                Name = "Hub",
                PrimaryConnectorId = Ulid.NewUlid().ToString(),
                AuthSchemeConfig = scheme,
            },
            cancellationToken: Cancellation);
        var client = new EndUserService.EndUserServiceClient(channel);
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(i => client.CreateEndUserAsync(
            new CreateEndUserRequest
            {
                HubId = hub.Id,
                ExternalId = $"user-{i}",
                PrimaryConnection = new ConnectionCreate
                {
                    Name = "My connection",
                    Credentials = new ConnectionCredentialsCreate
                    {
                        Action =
                        {
                            new ConnectionCredentialCreate
                            {
                                AuthSchemeConfig = scheme,
                                Credential = new CredentialCreate
                                {
                                    Name = "key",
                                    Type = "string",
                                    Data = new Struct { Fields = { ["value"] = Value.ForString($"secret {i}") } },
                                },
                            },
                        },
                    },
                },
            },
            cancellationToken: Cancellation).ResponseAsync));
        return [.. users.Select(user => user.PrimaryConnection.Id)];
    }

    /// <summary>Does what the command does, until some users are done.</summary>
    private static async Task RotateFirstUsersAsync(ServiceProcess service)
    {
        using var channel = GrpcChannel.ForAddress(service.Grpc);
        var client = new AdminService.AdminServiceClient(channel);
        var reply = new RotateSecretsResponse { Next = "" };
        while (reply.Rotated == 0)
            reply = await client.RotateSecretsAsync(new RotateSecretsRequest { After = reply.Next }, cancellationToken: Cancellation);
        Assert.True(reply.HasNext);
    }

    [GeneratedRegex("encrypted ([0-9,]+) secrets")]
    private static partial Regex Encrypted { get; }
}
