using System.Globalization;
using System.Text;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>A request over HTTP/1.1 as it is sent, byte by byte; texts of it are ISO 8859-1.</summary>
internal sealed class RestRequest
{
    public string Method { get; set; } = "GET";

    public string Target { get; set; } = "/";

    public string Version { get; set; } = "HTTP/1.1";

    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[]? Body { get; set; }

    public Framing Framing { get; set; }

    /// <summary>
    /// Whether the message itself breaks HTTP, so that the server may refuse it in its own words, or cut the connection.
    /// </summary>
    public bool IsMalformed { get; set; }

    /// <summary>The bytes.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target).Append(' ').Append(Version).Append("\r\n");
        foreach (var (name, value) in Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (Body is not null)
            AppendFraming(head, Body.Length);
        head.Append("\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. Framed(Body ?? [])];
    }

    private void AppendFraming(StringBuilder head, int length)
    {
        if (Framing is Framing.Chunked or Framing.BadChunk or Framing.Both)
            head.Append("Transfer-Encoding: chunked\r\n");
        if (Framing is Framing.Chunked or Framing.BadChunk)
            return;
        var said = Framing switch
        {
            Framing.TooLong => length + 10,
            Framing.TooShort => length / 2,
            _ => length,
        };
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {said}\r\n");
    }

    private byte[] Framed(byte[] body)
    {
        if (Framing == Framing.BadChunk)
            return [.. "zz\r\n"u8, .. body];
        if (Framing is not (Framing.Chunked or Framing.Both))
            return body;
        var half = body.Length / 2;
        return [.. Chunk(body[..half]), .. Chunk(body[half..]), .. "0\r\n\r\n"u8];
    }

    private static byte[] Chunk(byte[] part) =>
        part.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes($"{part.Length:x};ext=1\r\n"), .. part, .. "\r\n"u8];
}

/// <summary>How a body says where it ends.</summary>
internal enum Framing
{
    /// <summary>By its length.</summary>
    Length,

    /// <summary>In chunks.</summary>
    Chunked,

    /// <summary>In what are no chunks.</summary>
    BadChunk,

    /// <summary>In chunks, and by a length too.</summary>
    Both,

    /// <summary>By a length that is too long.</summary>
    TooLong,

    /// <summary>By a length that is too short.</summary>
    TooShort,
}
