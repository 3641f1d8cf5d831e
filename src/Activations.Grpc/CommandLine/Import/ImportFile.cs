using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Activations.Grpc.CommandLine.Import;

/// <summary>Reads a file line by line, however long it is.</summary>
internal static class ImportFile
{
    /// <summary>The most bytes of a line: half of what the service takes at once, and more than any record has.</summary>
    public const int MaxLineBytes = 32 * 1024 * 1024;

    private const string TooLong = "is longer than 32 MiB";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B]; // RFC 1952, section 2.3.1

    /// <summary>The lines that are not blank.</summary>
    /// <exception cref="IOException">The file can't be one of records.</exception>
    public static async IAsyncEnumerable<FileLine> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var (number, end, dropped) = (0L, 0L, 0L);
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            var left = result.Buffer;
            while (TryTake(ref left, result.IsCompleted, out var bytes, out var length))
            {
                number++;
                end += length;
                if (dropped + bytes.Length > MaxLineBytes)
                    yield return FileLine.Unreadable(number, end, TooLong);
                else if (Read(number, bytes, end) is { } line)
                    yield return line;
                dropped = 0;
            }

            if (dropped + left.Length > MaxLineBytes)
            {
                (dropped, end) = (dropped + left.Length, end + left.Length);
                left = left.Slice(left.End);
            }

            pipe.AdvanceTo(left.Start, left.End);
            if (result.IsCompleted)
                break;
        }

        await pipe.CompleteAsync();
        if (dropped > 0)
            yield return FileLine.Unreadable(number + 1, end, TooLong); // the last one, without an end of its own
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
        if (number == 1)
            utf8 = ReadBeginning(utf8);
        return utf8.IsEmpty ? null : FileLine.Read(number, utf8, end);
    }

    /// <summary>Each line of a file that holds something else would be wrong: that is said once.</summary>
    private static ReadOnlySpan<byte> ReadBeginning(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(Gzip))
            throw new IOException("This is not a file of records: it is compressed. Send it through 'gunzip -c' to 'import -'.");
        if (line.Contains((byte)0))
            throw new IOException("This is not a file of records: it is not a text in UTF-8.");
        return line.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
    }
}
