using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;

namespace Activations.Grpc.CommandLine;

/// <summary>The command that asks a running service whether it is ready, where there is neither a shell nor curl.</summary>
internal static class ReadyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary><c>ready</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration)
    {
        var command = new Command(
            "ready",
            """
            Asks the service that runs here with this configuration for /readyz. For the health checks of containers, whose image
            has no shell and no curl. The exit code is 0 if it is ready, else 1.

            Example:
              Activations.Grpc ready --Activations:Http:Port=8080
            """);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = AddressOf(ActivationsHost.ReadOptions([.. configuration]));
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                using var client = CreateClient();
                using var answer = await client.GetAsync(address, cancellationToken);
                await (answer.IsSuccessStatusCode ? output : error).WriteLineAsync($"{address} answers {(int)answer.StatusCode}.");
                return answer.IsSuccessStatusCode ? 0 : Commands.Refused;
            }
            catch (Exception exception) when (
                exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                await error.WriteLineAsync($"{address} does not answer: {exception.Message}");
                return Commands.Refused;
            }
        });
        return command;
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
}
