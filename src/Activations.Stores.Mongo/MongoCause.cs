using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Activations.Errors;
using DnsClient;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Servers;

namespace Activations.Stores.Mongo;

/// <summary>
/// Says to the operator where and why the database can't be used, and what to do. Hosts are shown; of the user and the
/// password nothing is, and none of the driver's texts, which may have them.
/// </summary>
internal static class MongoCause
{
    /// <summary>What is known; null if nothing is.</summary>
    /// <param name="failure">What callers are told.</param>
    /// <param name="cluster">What the driver knows of the servers; null if it does not know where they are.</param>
    /// <param name="settings">The connection string.</param>
    public static string? Of(StoreUnavailableException failure, ClusterDescription? cluster, ConnectionSettings settings)
    {
        var causes = Chain(failure).ToList();
        if (failure.Message == MongoFailure.CredentialsRefused || causes.OfType<MongoAuthenticationException>().Any())
            return OfCredentials(causes.OfType<MongoConnectionException>().FirstOrDefault()?.ConnectionId?.ServerId.EndPoint);
        if (causes.OfType<DnsResponseException>().Any() || cluster?.DnsMonitorException is not null)
            return OfNameServer(settings);
        if (cluster is null)
            return failure.InnerException is MongoConfigurationException ? OfNameServer(settings) : null;
        if (cluster.Servers.Count == 0)
        {
            return settings.ReplicaSet is { } set
                ? $"None of {Hosts(settings)} is of the replica set '{set}': look at 'replicaSet' of the connection string."
                : OfNameServer(settings);
        }

        // A code of the server's says all there is to say, and its servers are well.
        var isWell = cluster.Servers.Any(server => server.Type.IsWritable());
        return isWell ? OfLostConnection(causes, settings) : OfServers(cluster.Servers, settings);
    }

    private static string OfServers(IReadOnlyList<ServerDescription> servers, ConnectionSettings settings)
    {
        var sentences = servers
            .Where(server => server.HeartbeatException is not null || server.Type == ServerType.Unknown)
            .Select(server => OfServer(server.EndPoint, server.HeartbeatException, settings))
            .ToList();
        var members = servers
            .Where(server => server.Type != ServerType.Unknown)
            .Select(server => $"{NameOf(server.EndPoint)} is {KindOf(server.Type)}")
            .ToList();
        if (members.Count > 0)
        {
            var set = settings.ReplicaSet is { } name ? $"the set '{name}'" : "the set";
            sentences.Add($"There is no primary in {set} ({string.Join(", ", members)}): wait for an election, or look at 'rs.status()'.");
        }

        return string.Join(' ', sentences);
    }

    private static string KindOf(ServerType type) => type switch
    {
        ServerType.ReplicaSetSecondary => "a secondary",
        ServerType.ReplicaSetArbiter => "an arbiter",
        ServerType.ReplicaSetGhost => "not in a set yet",
        _ => "another member",
    };

    private static string? OfLostConnection(List<Exception> causes, ConnectionSettings settings) =>
        causes.OfType<MongoConnectionException>().FirstOrDefault() is { ConnectionId: { } connection } lost
            ? OfServer(connection.ServerId.EndPoint, lost, settings)
            : null;

    private static string OfServer(EndPoint endPoint, Exception? fault, ConnectionSettings settings)
    {
        var host = NameOf(endPoint);
        var causes = Chain(fault).ToList();
        if (causes.OfType<MongoAuthenticationException>().Any())
            return OfCredentials(endPoint);
        if (causes.OfType<AuthenticationException>().FirstOrDefault() is { } tls)
            return OfTls(host, tls);
        if (causes.OfType<SocketException>().FirstOrDefault() is { } socket)
            return OfSocket(host, socket.SocketErrorCode, settings);
        if (fault is null || causes.Exists(cause => cause is TimeoutException or OperationCanceledException))
            return $"{host} does not answer: look at the address, and at firewalls.";
        if (causes.Exists(cause => cause is IOException))
            return OfClosed(host, settings);
        return $"{host} can't be used ({causes[^1].GetType().Name}): look at its log.";
    }

    private static string OfSocket(string host, SocketError error, ConnectionSettings settings) => error switch
    {
        SocketError.ConnectionRefused => $"{host} refuses the connection: start MongoDB there, or correct the port.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            $"The name of {host} is not found: correct the host, or look at DNS.",
        SocketError.TimedOut => $"{host} does not answer: look at the address, and at firewalls.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
            $"There is no way to {host}: look at the address, and at the network.",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => OfClosed(host, settings),
        _ => $"{host} can't be reached ({error}): look at the address, and at the network.",
    };

    private static string OfClosed(string host, ConnectionSettings settings) => settings.UsesTls
        ? $"{host} closes the connection: look whether it uses TLS, and wants a client certificate ('tlsCertificateKeyFile')."
        : $"{host} closes the connection: look whether it wants TLS ('tls=true').";

    /// <summary>These texts are the runtime's and ours, about certificates alone.</summary>
    private static string OfTls(string host, AuthenticationException exception) =>
        $"TLS with {host} fails: {(exception.InnerException ?? exception).Message.TrimEnd('.')}. Look at 'tlsCAFile' and the "
        + "server's certificate.";

    private static string OfCredentials(EndPoint? endPoint) =>
        $"The authentication failed{(endPoint is null ? "" : $" at {NameOf(endPoint)}")}: look at the user, the password, 'authSource' and "
        + "'authMechanism' of the connection string.";

    private static string OfNameServer(ConnectionSettings settings) =>
        $"The name server says nothing that can be used about "
        + $"{string.Join(", ", settings.Hosts.Select(HostOf))}: correct the host, or look at DNS (mongodb+srv:// needs SRV records).";

    private static string Hosts(ConnectionSettings settings) => string.Join(", ", settings.Hosts.Select(NameOf));

    // With mongodb+srv:// the port is not the database's.
    private static string HostOf(EndPoint endPoint) => endPoint is DnsEndPoint dns ? dns.Host : $"{endPoint}";

    private static string NameOf(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{endPoint}";

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
