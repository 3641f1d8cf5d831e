using System.Net.Sockets;
using System.Runtime.Versioning;
using Activations.Grpc.Access;
using Activations.Grpc.Hosting;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Admin;

/// <summary>The socket beside the database file.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OperatorSocketTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");
    private readonly CapturedLog log = new();
    private readonly OperatorSeen seen = new();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Who_calls_through_the_socket_is_the_operator_and_who_calls_a_port_is_not()
    {
        var file = Path.Combine(folder.FullName, "a.db");
        await using var app = await StartAsync(file);
        using var socket = Through($"{file}.sock");
        using var port = GrpcChannel.ForAddress(app.GrpcAddress());

        await new GrpcCaller(socket).CallAsync(new ListApiKeysRequest());
        var through = seen.IsOperator;
        await new GrpcCaller(port).CallAsync(new ListApiKeysRequest());

        Assert.Equal((true, false), (through, seen.IsOperator));
        Assert.Equal(("http", "http"), (app.RestAddress().Scheme, app.GrpcAddress().Scheme));
        Assert.NotEqual(app.RestAddress().Port, app.GrpcAddress().Port);
    }

    [Fact]
    public async Task The_socket_is_its_owners_alone_replaces_a_stale_one_and_goes_with_the_service()
    {
        var file = Path.Combine(folder.FullName, "a.db");
        LeaveStaleSocket($"{file}.sock");

        await using (var app = await StartAsync(file))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{file}.sock"));
            using var socket = Through($"{file}.sock");
            Assert.Empty((await new GrpcCaller(socket).CallAsync(new ListApiKeysRequest())).Reply.ApiKeys);
            await app.StopAsync(CancellationToken.None);
        }

        Assert.False(File.Exists($"{file}.sock"));
    }

    [Fact]
    public async Task Where_the_path_is_too_long_the_service_starts_without_a_socket_and_says_so()
    {
        var deep = folder.CreateSubdirectory(new string('a', 100));

        await using var app = await StartAsync(Path.Combine(deep.FullName, "a.db"));

        Assert.Empty(deep.GetFiles("*.sock"));
        Assert.Single(log.Entries, e => e.Level == LogLevel.Warning && e.Text.Contains("too long", StringComparison.Ordinal));
        await app.StopAsync(CancellationToken.None);
    }

    private async Task<WebApplication> StartAsync(string file)
    {
        var app = ActivationsHost.Build(
            ["--Activations:Http:Port=0", "--Activations:Grpc:Port=0", "--demo", $"--Activations:Store:Sqlite:Path={file}"],
            services =>
            {
                services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
                services.AddSingleton(seen);
                services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<OperatorSeen>());
            });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static GrpcChannel Through(string path) => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
    });

    /// <summary>A socket that nobody listens on, as a service that was killed leaves it.</summary>
    private static void LeaveStaleSocket(string path)
    {
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, $"{path}.left"); // else it goes with the socket
        }

        File.Move($"{path}.left", path);
    }

    /// <summary>Notes whether the last call was the operator's.</summary>
    private sealed class OperatorSeen : Interceptor
    {
        public bool? IsOperator { get; private set; }

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            IsOperator = context.GetHttpContext().Features.Get<LocalOperator>() is not null;
            return continuation(request, context);
        }
    }
}
