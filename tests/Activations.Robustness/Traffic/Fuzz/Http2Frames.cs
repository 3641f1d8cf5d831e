using System.Buffers.Binary;
using System.Text;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Frames of HTTP/2 (RFC 9113), for what no client sends.</summary>
internal static class Http2Frames
{
    private const byte Headers = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte EndOfHeaders = 4;
    private const int CancelledByCaller = 8;

    /// <summary>How a connection begins: the preface, and settings.</summary>
    public static byte[] Start { get; } = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    /// <summary>The head of a call over gRPC, which nothing follows.</summary>
    /// <param name="stream">The stream: an odd number.</param>
    /// <param name="path">The path.</param>
    /// <param name="isWhole">Whether the headers end here.</param>
    public static byte[] Call(int stream, string path, bool isWhole = true) => Frame(
        Headers,
        isWhole ? EndOfHeaders : (byte)0,
        stream,
        [0x83, 0x86, .. Literal(4, path), .. Literal(1, "localhost"), 0x0f, 0x10, .. Text("application/grpc"), 0, .. Text("te"), .. Text("trailers")]);

    /// <summary>Takes a call back.</summary>
    public static byte[] Reset(int stream)
    {
        var code = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(code, CancelledByCaller);
        return Frame(ResetStream, 0, stream, code);
    }

    /// <summary>Asks for an answer.</summary>
    public static byte[] PingFrame() => Frame(Ping, 0, 0, new byte[8]);

    /// <summary>Sets nothing, which is to be confirmed all the same.</summary>
    public static byte[] SettingsFrame() => Frame(Settings, 0, 0, []);

    // HPACK (RFC 7541, section 6.2.2): without an index, the name from the static table.
    private static byte[] Literal(byte name, string value) => [name, .. Text(value)];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }
}
