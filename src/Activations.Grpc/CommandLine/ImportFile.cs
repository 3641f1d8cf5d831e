using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Activations.Grpc.CommandLine;

/// <summary>A line of a file that is imported.</summary>
/// <param name="Number">Which line of the file, counted from 1.</param>
/// <param name="Text">The line.</param>
/// <param name="End">Where it ends in the file, in bytes.</param>
internal sealed record FileLine(long Number, string Text, long End)
{
    /// <summary>What kind of record it says it is; empty if it does not.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>The record's id, if there is one.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The end user that it belongs to; null if it belongs to none.</summary>
    public string? Owner { get; private init; }

    /// <summary>Reads a line as far as it has to be known which others it belongs to; what is wrong is found later.</summary>
    public static FileLine Read(long number, ReadOnlySpan<byte> utf8, long end)
    {
        var line = new FileLine(number, Encoding.UTF8.GetString(utf8), end);
        try
        {
            var json = new Utf8JsonReader(utf8);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return line;
            var (kind, id, user) = ("", "", "");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isKind = json.ValueTextEquals("kind"u8);
                var isId = json.ValueTextEquals("id"u8);
                var isUser = json.ValueTextEquals("userId"u8);
                json.Read();
                if (json.TokenType != JsonTokenType.String)
                    json.Skip();
                else if (isKind)
                    kind = json.GetString()!;
                else if (isId)
                    id = json.GetString()!;
                else if (isUser)
                    user = json.GetString()!;
            }

            return line with { Kind = kind, Id = id, Owner = OwnerOf(kind, id, user) };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return line;
        }
    }

    private static string? OwnerOf(string kind, string id, string user) => kind switch
    {
        "endUser" => id.ToUpperInvariant(),
        "connection" or "activation" => user.ToUpperInvariant(),
        _ => null,
    };
}

/// <summary>Reads a file line by line, however long it is.</summary>
internal static class ImportFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The lines that are not blank.</summary>
    public static async IAsyncEnumerable<FileLine> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var (number, end) = (0L, 0L);
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            var left = result.Buffer;
            while (TryTake(ref left, result.IsCompleted, out var bytes, out var length))
            {
                number++;
                end += length;
                if (Read(number, bytes, end) is { } line)
                    yield return line;
            }

            pipe.AdvanceTo(left.Start, left.End);
            if (result.IsCompleted)
                break;
        }

        await pipe.CompleteAsync();
    }

    private static bool TryTake(
        ref ReadOnlySequence<byte> left, bool isLast, out ReadOnlySequence<byte> line, out long length)
    {
        if (left.PositionOf((byte)'\n') is { } feed)
        {
            line = left.Slice(0, feed);
            length = line.Length + 1;
        }
        else
        {
            line = left;
            length = line.Length;
            if (!isLast || length == 0)
                return false;
        }

        left = left.Slice(length);
        return true;
    }

    private static FileLine? Read(long number, ReadOnlySequence<byte> bytes, long end)
    {
        var utf8 = (bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray()).Trim(" \t\r"u8);
        if (number == 1 && utf8.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        return utf8.IsEmpty ? null : FileLine.Read(number, utf8, end);
    }
}
