using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Activations.Grpc.Hosting;

/// <summary>Where a service that was started listens.</summary>
internal static class Addresses
{
    private const string UnixPrefix = "http://unix:";

    /// <summary>REST, such as <c>http://127.0.0.1:8080</c>.</summary>
    public static Uri RestAddress(this WebApplication app) => new(OfPorts(app).First());

    /// <summary>gRPC, such as <c>http://127.0.0.1:8081</c>; that of REST where one port serves both.</summary>
    public static Uri GrpcAddress(this WebApplication app) => new(OfPorts(app).Last());

    /// <summary>The ports, in the order in which <see cref="Listeners"/> opens them.</summary>
    private static IEnumerable<string> OfPorts(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Where(address => !address.StartsWith(UnixPrefix, StringComparison.Ordinal));
}
