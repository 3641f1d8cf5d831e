using System.Net;
using System.Net.Sockets;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;

namespace Activations.Grpc.CommandLine.Checks;

/// <summary>Finds out whether the ports are free, by taking each for a moment.</summary>
internal static class PortCheck
{
    /// <summary>Runs it.</summary>
    public static async Task RunAsync(ActivationsOptions options, CheckReport report, CancellationToken cancellationToken)
    {
        var isServed = OperatorSocket.PathFor(options.Store) is { } path
            && OperatorSocket.Fits(path)
            && await OperatorConnection.AnswersAsync(path, cancellationToken);
        foreach (var (name, port) in new[] { ("Http", options.Http.Port), ("Grpc", options.Grpc.Port) }.DistinctBy(p => p.Item2))
            Check(IPAddress.Parse(options.BindAddress), name, port, isServed, report);
    }

    private static void Check(IPAddress address, string name, int port, bool isServed, CheckReport report)
    {
        if (port == 0)
        {
            report.Ok("ports", $"Activations:{name}:Port is 0: the system chooses one");
            return;
        }

        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            report.Ok("ports", $"{new IPEndPoint(address, port)} is free");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && isServed)
        {
            report.Ok("ports", $"{new IPEndPoint(address, port)} is in use, and a service runs on this store");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            report.Fail("ports", $"{new IPEndPoint(address, port)} is in use by another program: end it, or set Activations:{name}:Port");
        }
        catch (SocketException exception)
        {
            report.Fail(
                "ports",
                $"{new IPEndPoint(address, port)} can't be listened on ({exception.SocketErrorCode}): see Activations:BindAddress and Activations:{name}:Port");
        }
    }
}
