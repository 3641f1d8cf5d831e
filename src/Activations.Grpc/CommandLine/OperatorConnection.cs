using System.Collections.Immutable;
using System.Net.Sockets;
using Activations.Grpc.Access;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;
using Activations.Stores;
using Activations.Stores.Sqlite.Backups;
using Activations.V1;
using Grpc.Net.Client;

namespace Activations.Grpc.CommandLine;

/// <summary>
/// How a command calls the service: through the socket of one that holds the store, else through that of one which it
/// starts in this process for as long as it takes. Either way by the same calls.
/// </summary>
internal sealed class OperatorConnection : IAsyncDisposable
{
    /// <summary>Standard output belongs to the command: what a service in this process has to say goes to standard error.</summary>
    private static readonly ImmutableArray<string> Quiet =
    [
        "--Logging:LogLevel:Default=Warning",
        "--Logging:LogLevel:Activations.Grpc.Errors=Error", // what is refused is said by the command
        $"--Logging:LogLevel:{AuditLog.Category}=Information",
        "--Logging:Console:LogToStandardErrorThreshold=Trace",
    ];

    private readonly WebApplication? host;
    private readonly DirectoryInfo? folder;
    private readonly GrpcChannel channel;

    private OperatorConnection(string path, WebApplication? host, DirectoryInfo? folder)
    {
        this.host = host;
        this.folder = folder;
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) => await ConnectAsync(path, cancellationToken),
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null, // the records of an export
        });
        Admin = new AdminService.AdminServiceClient(channel);
    }

    /// <summary>The calls.</summary>
    public AdminService.AdminServiceClient Admin { get; }

    /// <summary>Connects.</summary>
    /// <param name="configuration">The keys of the configuration that stand on the command line.</param>
    /// <param name="isReading">Whether the command only reads, so that there must be a store.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidConfigurationException">The configuration can't be used.</exception>
    /// <exception cref="StoreUnusableException">There is no store to be read.</exception>
    public static async Task<OperatorConnection> OpenAsync(
        ImmutableArray<string> configuration, bool isReading, CancellationToken cancellationToken)
    {
        var options = ActivationsHost.ReadOptions([.. configuration]);
        var path = OperatorSocket.PathFor(options.Store) is { } own && OperatorSocket.Fits(own) ? own : null;
        if (path is not null && await IsServedAsync(path, cancellationToken))
            return new OperatorConnection(path, host: null, folder: null);
        if (isReading)
            RequireDatabase(options.Store);

        var folder = path is null ? Directory.CreateTempSubdirectory("activations-") : null; // open to its owner alone
        path ??= Path.Combine(folder!.FullName, "operator.sock");
        var host = ActivationsHost.Build([.. Quiet, .. configuration], onlySocket: path);
        try
        {
            await host.StartAsync(cancellationToken);
            return new OperatorConnection(path, host, folder);
        }
        catch
        {
            await host.DisposeAsync();
            folder?.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Whether a service listens on a socket; one of another user counts too.</summary>
    public static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await IsServedAsync(path, cancellationToken);
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        if (host is not null)
        {
            await host.StopAsync(CancellationToken.None);
            await host.DisposeAsync();
        }

        folder?.Delete(recursive: true);
    }

    private static void RequireDatabase(StoreOptions store)
    {
        if (store.Provider != StoreOptions.SqliteProvider)
            return;
        var path = Path.GetFullPath(store.Sqlite.Path);
        if (!File.Exists(path) && !SqliteRestore.IsUnfinished(path))
            throw new StoreUnusableException($"There is no database '{path}'. Activations:Store:Sqlite:Path names it.");
    }

    private static async Task<bool> IsServedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = await ConnectAsync(path, cancellationToken);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new IOException($"The socket '{path}' belongs to another user: run the command as the user that runs the service.");
        }
        catch (SocketException)
        {
            return false; // it is not there, or was left by a service that was killed
        }
    }

    private static async Task<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
