using System.Buffers.Binary;
using System.Text;

namespace Activations.Robustness.Validate.SystemCalls;

/// <summary>What of an answer is in the bytes that a service sends at once.</summary>
/// <param name="HasPart">Whether a part of one is: not only what HTTP/2 says of the connection.</param>
/// <param name="Ended">How many end there, of those that say that a call succeeded or may have.</param>
internal readonly record struct Answers(bool HasPart, int Ended)
{
    private const int HeaderBytes = 9; // of an HTTP/2 frame (RFC 9113, section 4.1)
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte EndStream = 1;

    /// <summary>Looks into what is sent: HTTP/1.1, where an answer begins with its status line, or frames of HTTP/2.</summary>
    public static Answers In(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("HTTP/1.1 "u8))
            return Encoding.ASCII.GetString(bytes[9..12]) is ['2', ..] ? new Answers(HasPart: true, 1) : default;

        var (hasPart, ended) = (false, 0);
        while (bytes.Length >= HeaderBytes)
        {
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) >> 8);
            var (type, flags) = (bytes[3], bytes[4]);
            hasPart |= type is Data or Headers;
            ended += type is Data or Headers && (flags & EndStream) != 0 ? 1 : 0;
            bytes = bytes[Math.Min(bytes.Length, HeaderBytes + length)..];
        }

        return new Answers(hasPart, ended);
    }
}
