using System.Net;
using System.Net.Sockets;
using Activations.Errors;
using Activations.Robustness.Faults.MongoDb;
using Activations.Stores.Mongo;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Servers;

namespace Activations.Stores.Tests.Mongo;

/// <summary>What the operator is told where the database can't be reached; callers are told none of it.</summary>
public sealed class MongoCauseTests
{
    private const string Credentials = "us3r-marker:s3cr3t-marker@";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_port_that_nobody_listens_on_is_named(bool isStart)
    {
        var port = FreePort();

        var failure = await FailAsync($"127.0.0.1:{port}/?serverSelectionTimeoutMS=1000", isStart);

        Assert.Contains($"127.0.0.1:{port} refuses the connection: start MongoDB there", failure.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_found_is_named()
    {
        var failure = await FailAsync("no-such-host.invalid/?serverSelectionTimeoutMS=2000");

        Assert.Contains("no-such-host.invalid:27017", failure.Detail, StringComparison.Ordinal);
        Assert.Contains("DNS", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Credentials_that_are_refused_are_told_apart(bool isStart)
    {
        await using var peer = MongoPeer.Start();
        var refusal = Reaction.Refuse(isApplied: false, 18, "AuthenticationFailed", "Authentication failed for us3r-marker.", isRetryable: false);
        using var rule = peer.Script.Add("saslStart", refusal, times: int.MaxValue);

        var failure = await FailAsync(
            $"{peer.EndPoint}/?directConnection=true&serverSelectionTimeoutMS=1000&authMechanism=SCRAM-SHA-256", isStart);

        Assert.Contains($"The authentication failed at {peer.EndPoint}", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_closes_each_connection_is_named()
    {
        await using var listener = new LoopbackListener((_, _) => Task.CompletedTask);

        var failure = await FailAsync($"{listener.EndPoint}/?serverSelectionTimeoutMS=1000");

        Assert.Contains($"{listener.EndPoint} closes the connection: look whether it wants TLS", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_replica_set_is_named()
    {
        await using var peer = MongoPeer.Start();

        var failure = await FailAsync($"{peer.EndPoint}/?replicaSet=other&serverSelectionTimeoutMS=1000");

        Assert.Contains("replica set 'other'", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_without_a_primary_is_told_with_its_members_and_those_that_are_away()
    {
        var id = new ClusterId();
        var (there, away) = (new DnsEndPoint("one.example", 27017), new DnsEndPoint("two.example", 27018));
        ServerDescription[] servers =
        [
            new(new ServerId(id, there), there, type: ServerType.ReplicaSetSecondary, state: ServerState.Connected),
            new(new ServerId(id, away), away, heartbeatException: new SocketException((int)SocketError.ConnectionRefused)),
        ];
        var cluster = new ClusterDescription(id, false, null, ClusterType.ReplicaSet, servers);
        var settings = new ConnectionSettings($"mongodb://{Credentials}one.example,two.example:27018/?replicaSet=rs0");

        var told = MongoCause.Of(new StoreUnavailableException("Away.", new TimeoutException()), cluster, settings);

        Assert.Equal(
            "two.example:27018 refuses the connection: start MongoDB there, or correct the port. There is no primary in the set 'rs0' "
            + "(one.example:27017 is a secondary): wait for an election, or look at 'rs.status()'.",
            told);
    }

    [Fact]
    public void A_name_that_the_name_server_has_no_servers_of_is_told_without_a_port()
    {
        var settings = new ConnectionSettings($"mongodb+srv://{Credentials}db.example.com/");
        var failure = new StoreUnavailableException("Away.", new MongoConfigurationException("No hosts for us3r-marker."));

        var told = MongoCause.Of(failure, null, settings);

        Assert.Equal(
            "The name server says nothing that can be used about db.example.com: correct the host, or look at DNS "
            + "(mongodb+srv:// needs SRV records).",
            told);
    }

    private static async Task<StoreUnavailableException> FailAsync(string rest, bool isStart = false)
    {
        await using var store = new MongoStore(
            new MongoStoreOptions { ConnectionString = $"mongodb://{Credentials}{rest}" }, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => isStart ? store.PrepareAsync(Cancellation) : store.InspectAsync(Cancellation));
        Assert.DoesNotContain("marker", failure.ForOperator, StringComparison.Ordinal);
        return failure;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
