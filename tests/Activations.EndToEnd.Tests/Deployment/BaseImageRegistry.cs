using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Activations.EndToEnd.Tests.Deployment;

/// <summary>
/// A registry of one image, which stands in for the base image that can't be pulled everywhere: as much of the OCI distribution
/// specification as the SDK asks for, and an image whose configuration is that of the real one, with nothing in it.
/// </summary>
internal sealed class BaseImageRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private readonly WebApplication server;

    private BaseImageRegistry(WebApplication server) => this.server = server;

    /// <summary>Its host and port, as they stand in the name of an image.</summary>
    public string Authority =>
        new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    public static async Task<BaseImageRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        Map(server);
        await server.StartAsync();
        return new BaseImageRegistry(server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static void Map(WebApplication server)
    {
        var tar = EmptyHome();
        var layer = Compressed(tar);
        // The user, the home and the environment are those of dotnet/dotnet-docker, src/runtime-deps/10.0/noble-chiseled.
        var config = Encoding.UTF8.GetBytes($$"""
            {
              "architecture": "amd64", "os": "linux",
              "config": {
                "User": "1654",
                "Env": [
                  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "APP_UID=1654", "ASPNETCORE_HTTP_PORTS=8080",
                  "DOTNET_RUNNING_IN_CONTAINER=true", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true"
                ]
              },
              "rootfs": { "type": "layers", "diff_ids": ["{{DigestOf(tar)}}"] },
              "history": [{ "created": "2026-01-01T00:00:00Z" }]
            }
            """);
        var manifest = Encoding.UTF8.GetBytes($$"""
            {
              "schemaVersion": 2, "mediaType": "{{ManifestType}}",
              "config": { "mediaType": "application/vnd.oci.image.config.v1+json", "size": {{config.Length}}, "digest": "{{DigestOf(config)}}" },
              "layers": [{ "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "size": {{layer.Length}}, "digest": "{{DigestOf(layer)}}" }]
            }
            """);

        server.MapMethods("/v2/base/manifests/{reference}", ["GET", "HEAD"], (HttpContext context) =>
        {
            context.Response.Headers["Docker-Content-Digest"] = DigestOf(manifest);
            return Results.Bytes(manifest, ManifestType);
        });
        server.MapMethods("/v2/base/blobs/{digest}", ["GET", "HEAD"], (string digest) =>
            digest == DigestOf(config) ? Results.Bytes(config) : digest == DigestOf(layer) ? Results.Bytes(layer) : Results.NotFound());
    }

    private static byte[] EmptyHome()
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "home/app/") { Uid = 1654, Gid = 1654 });
        return stream.ToArray();
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    private static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}
