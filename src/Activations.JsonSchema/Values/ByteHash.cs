using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Activations.JsonSchema.Values;

/// <summary>A 64-bit hash keyed by secrets of this process, so that nobody outside can prepare names or values that collide.</summary>
internal static class ByteHash
{
    private static readonly ulong Start = Secret();
    private static readonly ulong Word = Secret();
    private static readonly ulong End = Secret();

    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        var hash = Start ^ (ulong)bytes.Length;
        for (; bytes.Length > 8; bytes = bytes[8..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), Word);

        return Mix(hash ^ Tail(bytes), End);
    }

    public static ulong Combine(ulong hash, ulong value) => Mix(hash ^ Start, value ^ Word) + hash;

    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 4)
        {
            ulong first = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            ulong last = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
            return first | (last << 32);
        }

        ulong tail = 0;
        foreach (var unit in bytes)
            tail = (tail << 8) | unit;

        return tail;
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Secret()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) | 1;
    }
}
