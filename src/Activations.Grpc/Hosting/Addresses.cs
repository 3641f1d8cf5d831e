using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Activations.Grpc.Hosting;

/// <summary>Where a service that was started listens.</summary>
internal static class Addresses
{
    /// <summary>REST, such as <c>http://127.0.0.1:8080</c>.</summary>
    public static Uri RestAddress(this WebApplication app) => new(All(app).First());

    /// <summary>gRPC, such as <c>http://127.0.0.1:8081</c>.</summary>
    public static Uri GrpcAddress(this WebApplication app) => new(All(app).Last());

    private static ICollection<string> All(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
}
