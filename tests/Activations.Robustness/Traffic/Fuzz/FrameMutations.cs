using System.Buffers.Binary;
using System.IO.Compression;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Breaks the frames of a call over gRPC.</summary>
internal sealed class FrameMutations(Dice dice)
{
    private const int PrefixLength = 5;

    /// <summary>Breaks a call.</summary>
    public void Mutate(GrpcRequest request) => dice.Do(
        () => SayLength(request, dice.OneOf([1, 10, 1 << 22, (1 << 22) + 1, int.MaxValue])),
        () => SayLength(request, -dice.Between(1, 10)),
        () => request.Body = request.Body[..dice.Below(PrefixLength)],
        () => request.Body[0] = (byte)dice.OneOf([1, 2, 3, 0x80, 0xff]),
        () => Compress(request),
        () => request.Body = [.. request.Body, .. request.Body],
        () => request.Body = [],
        () => request.Body = [.. request.Body, .. dice.Bytes(dice.Between(1, 20))],
        () => request.ResetAfter = dice.Below(request.Body.Length + 1),
        () => request.Body = dice.Bytes(dice.Below(100)));

    private static void SayLength(GrpcRequest request, int more)
    {
        var length = unchecked(BinaryPrimitives.ReadInt32BigEndian(request.Body.AsSpan(1)) + more);
        BinaryPrimitives.WriteInt32BigEndian(request.Body.AsSpan(1), length);
    }

    private void Compress(GrpcRequest request)
    {
        var encoding = dice.OneOf(["gzip", "deflate", "identity", "br", "snappy", "", "gzip, gzip"]);
        request.Headers.Add(("grpc-encoding", encoding));
        if (dice.Falls(0.2))
        {
            request.Body[0] = 1; // though it is not
            return;
        }

        // A bomb, now and then: a few kilobytes that unpack to more than a message may have.
        var message = dice.Falls(0.1) ? new byte[8_000_000] : request.Body[PrefixLength..];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(message);
        request.Body = GrpcRequests.Frame(packed.ToArray(), flag: 1);
    }
}
