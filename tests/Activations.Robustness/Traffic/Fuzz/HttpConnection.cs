using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>A connection over HTTP/1.1 that sends whatever it is told, and reads what answers, one after the other.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    private HttpConnection()
    {
    }

    /// <summary>Opens one.</summary>
    public static async Task<HttpConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new HttpConnection();
        await connection.socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port, cancellationToken);
        return connection;
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="request">Its bytes.</param>
    /// <param name="isEnd">Whether nothing will follow, which the server is told.</param>
    /// <param name="isHead">Whether the answer has no body, whatever it says.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer; null where the server closed the connection without one.</returns>
    public async Task<HttpAnswer?> SendAsync(byte[] request, bool isEnd, bool isHead, CancellationToken cancellationToken)
    {
        var sent = SendAsync(request, isEnd, cancellationToken);
        try
        {
            var answer = await ReadAsync(isHead, cancellationToken);
            // A server that has refused a body need not read all of it.
            return answer is not null && !sent.IsCompletedSuccessfully ? answer with { IsLast = true } : answer;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Sends bytes and waits for nothing.</summary>
    public async Task SendAsync(byte[] bytes, bool isEnd, CancellationToken cancellationToken)
    {
        try
        {
            for (var rest = bytes.AsMemory(); !rest.IsEmpty;)
                rest = rest[await socket.SendAsync(rest, cancellationToken)..];
            if (isEnd)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server has closed the connection; what it said before is read.
        }
    }

    /// <summary>Reads an answer; null where the connection ends without one.</summary>
    public async Task<HttpAnswer?> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadHeadAsync(cancellationToken) is not { } head)
                return null;
            var lines = head.Split("\r\n");
            var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
            if (status is >= 100 and < 200)
                continue;
            string? Header(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..].Trim();
            var isLast = Header("Connection:")?.Contains("close", StringComparison.OrdinalIgnoreCase) == true;
            var body = isHead || status is 204 or 304 ? []
                : Header("Transfer-Encoding:") is not null ? await ReadChunksAsync(cancellationToken)
                : Header("Content-Length:") is { } length ? await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
                : await ReadToEndAsync(cancellationToken);
            return body is null ? null : new HttpAnswer(status, Header("Content-Type:"), body, isLast);
        }
    }

    /// <summary>Reads until the server closes the connection.</summary>
    public async Task ReadToCloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReceiveAsync(cancellationToken))
                start = end;
        }
        catch (SocketException)
        {
            // Closed, without ceremony.
        }
    }

    /// <inheritdoc />
    public void Dispose() => socket.Dispose();

    private async Task<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var length = await FindAsync("\r\n\r\n"u8.ToArray(), cancellationToken);
        if (length < 0)
            return null;
        var head = Encoding.Latin1.GetString(buffer, start, length);
        start += length + 4;
        return head;
    }

    private async Task<byte[]?> ReadChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var length = await FindAsync("\r\n"u8.ToArray(), cancellationToken);
            if (length < 0 || !Utf8Parser.TryParse(buffer.AsSpan(start, length), out int size, out _, 'x'))
                return null;
            start += length + 2;
            var chunk = await TakeAsync(size + 2, cancellationToken);
            if (chunk is null)
                return null;
            if (size == 0)
                return body.ToArray();
            body.Write(chunk, 0, size);
        }
    }

    private async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(cancellationToken))
        {
        }

        var body = buffer[start..end];
        start = end;
        return body;
    }

    private async Task<byte[]?> TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (end - start < count)
        {
            if (!await ReceiveAsync(cancellationToken))
                return null;
        }

        var bytes = buffer[start..(start + count)];
        start += count;
        return bytes;
    }

    private async Task<int> FindAsync(byte[] mark, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf(mark);
            if (found >= 0)
                return found;
            if (!await ReceiveAsync(cancellationToken))
                return -1;
        }
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (start == end)
            start = end = 0;
        if (end == buffer.Length)
            MakeRoom();
        var count = await socket.ReceiveAsync(buffer.AsMemory(end), cancellationToken);
        end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        var larger = start > buffer.Length / 2 ? buffer : new byte[buffer.Length * 2];
        buffer.AsSpan(start, end - start).CopyTo(larger);
        buffer = larger;
        end -= start;
        start = 0;
    }
}
