using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;

namespace Activations.Grpc.CommandLine;

/// <summary>The command that asks a running service whether it is ready, where there is neither a shell nor curl.</summary>
internal static class ReadyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly Uri InSocket = new("http://localhost/readyz");

    /// <summary><c>ready</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration)
    {
        var command = new Command(
            "ready",
            """
            Asks the service that runs here with this configuration for /readyz. For the health checks of containers, whose image
            has no shell and no curl. The exit code is 0 if it is ready, else 1.

            Where each client needs a certificate (Activations:Tls:ClientCertificates=required), it asks through the socket
            beside the SQLite database instead; with the store 'mongodb' there is none, and it can't ask.

            Example:
              Activations.Grpc ready --Activations:Http:Port=8080
            """);
        command.SetAction((parsed, cancellationToken) => AskAsync(
            ActivationsHost.ReadOptions([.. configuration]), parsed.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(
        ActivationsOptions options, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var address = AddressOf(options);
        var needsCertificate = options.Tls.IsOn && options.Tls.ClientCertificates == TlsOptions.ClientCertificatesRequired;
        var socket = needsCertificate && OperatorSocket.PathFor(options.Store) is { } path && OperatorSocket.Fits(path) ? path : null;
        if (needsCertificate && socket is null)
        {
            await streams.Error.WriteLineAsync(
                $"{address} can't be asked: it requires client certificates, and 'ready' has none. "
                + "Set Activations:Tls:ClientCertificates to 'allowed', or ask it with a certificate by another program.");
            return Commands.Refused;
        }

        try
        {
            using var client = socket is null ? CreateClient() : CreateClient(socket);
            using var answer = await client.GetAsync(socket is null ? address : InSocket, cancellationToken);
            await (answer.IsSuccessStatusCode ? streams.Output : streams.Error)
                .WriteLineAsync($"{socket ?? address.ToString()} answers {(int)answer.StatusCode}.");
            return answer.IsSuccessStatusCode ? 0 : Commands.Refused;
        }
        catch (Exception exception) when (
            exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await streams.Error.WriteLineAsync($"{socket ?? address.ToString()} does not answer: {exception.Message}");
            return Commands.Refused;
        }
    }

    private static Uri AddressOf(ActivationsOptions options)
    {
        var address = IPAddress.Parse(options.BindAddress);
        if (address.Equals(IPAddress.Any))
            address = IPAddress.Loopback;
        else if (address.Equals(IPAddress.IPv6Any))
            address = IPAddress.IPv6Loopback;
        return new Uri($"{(options.Tls.IsOn ? "https" : "http")}://{new IPEndPoint(address, options.Http.Port)}/readyz");
    }

    [SuppressMessage("Security", "CA5359", Justification = "The certificate is for the name that others use, and nothing is sent that is secret.")]
    private static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    })
    {
        Timeout = Patience,
    };

    /// <summary>A client that asks through the operator's socket, where no certificate is needed.</summary>
    private static HttpClient CreateClient(string socketPath) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        Timeout = Patience,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
