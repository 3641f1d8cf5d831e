using System.Buffers.Binary;
using Activations.Identifiers;

namespace Activations.Builders;

/// <summary>Ids that count up from 1, the same in every run. Safe for use by many callers at once.</summary>
internal sealed class CountingIds : IIdSource
{
    private long count;

    public Ulid NextUlid() => Of(Interlocked.Increment(ref count));

    /// <summary>The nth ULID; they are ordered as their numbers.</summary>
    public static Ulid Of(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number);
        return new Ulid(bytes);
    }
}
