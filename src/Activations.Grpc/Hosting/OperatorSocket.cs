using System.Net;
using System.Net.Sockets;
using Activations.Grpc.Access;
using Activations.Grpc.Configuration;
using Activations.Secrets;
using Activations.Stores;
using Activations.Stores.Sqlite;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Activations.Grpc.Hosting;

/// <summary>
/// The Unix domain socket through which the operator calls: beside the database file, and open to its owner alone, so that
/// who can connect could read the file as well. HTTP/2. It is there for as long as the service listens.
/// </summary>
internal static partial class OperatorSocket
{
    private const string Category = "Activations.Grpc.Hosting.OperatorSocket";
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where the socket of a store is; null where there is none: not for MongoDB, not on Windows.</summary>
    public static string? PathFor(StoreOptions store) =>
        store.Provider == StoreOptions.SqliteProvider && !OperatingSystem.IsWindows()
            ? $"{Path.GetFullPath(store.Sqlite.Path)}.sock"
            : null;

    /// <summary>Whether a path is short enough for a socket (sun_path of unix(7): 108 bytes on Linux).</summary>
    public static bool Fits(string path)
    {
        try
        {
            _ = new UnixDomainSocketEndPoint(path);
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>Listens on the socket of the store, or on another one.</summary>
    /// <param name="web">The service.</param>
    /// <param name="store">The store.</param>
    /// <param name="otherPath">The path of the other one, if it is to be that.</param>
    public static void Listen(IWebHostBuilder web, StoreOptions store, string? otherPath = null)
    {
        web.ConfigureServices(services => services.Configure<SocketTransportOptions>(
            transport => transport.CreateBoundListenSocket = Bind));
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null; // each service limits its messages
            // Another store than the configured one, such as a test puts in, keeps no other service off the path.
            if (otherPath is null && !IsOf(store, kestrel.ApplicationServices.GetRequiredService<IStore>()))
                return;
            if ((otherPath ?? PathFor(store)) is not { } path)
                return;
            if (Fits(path))
                Listen(kestrel, path);
            else
                LogTooLong(kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category), path);
        });
    }

    private static bool IsOf(StoreOptions options, IStore store) =>
        (store is SealedStore @sealed ? @sealed.Inner : store) is SqliteStore sqlite && sqlite.FilePath == Path.GetFullPath(options.Sqlite.Path);

    private static void Listen(KestrelServerOptions kestrel, string path) => kestrel.ListenUnixSocket(path, listener =>
    {
        listener.Protocols = HttpProtocols.Http2;
        listener.Use(next => connection =>
        {
            connection.Features.Set(new LocalOperator());
            return next(connection);
        });
    });

    /// <summary>
    /// Binds, and for a socket in the file system sees to its mode before anybody can connect. What an earlier service left
    /// is removed: the store was made ready before, so that its lock is held and no other service listens there.
    /// </summary>
    private static Socket Bind(EndPoint endPoint)
    {
        if (endPoint is not UnixDomainSocketEndPoint || OperatingSystem.IsWindows())
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);

        var path = endPoint.ToString()!;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(endPoint);
            File.SetUnixFileMode(path, OwnerAlone);
            return socket;
        }
        catch (Exception exception) when (exception is SocketException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new IOException($"The operator's socket '{path}' can't be made: {exception.Message}", exception);
        }
    }

    [LoggerMessage(
        60,
        LogLevel.Warning,
        "The path {Path} is too long for a socket: the service has none, and commands that need it can't be run while it runs")]
    private static partial void LogTooLong(ILogger logger, string path);
}
