using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Activations.Identifiers;

/// <summary>Reads ids from text and makes new ones.</summary>
public static class Id
{
    private const int Length = 26;
    private const string CrockfordBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz";

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create(CrockfordBase32);

    /// <summary>Reads an id: 26 digits of Crockford's base32 in either case, at most 128 bits.</summary>
    /// <typeparam name="TId">The kind of id.</typeparam>
    /// <param name="text">The text.</param>
    /// <param name="id">The id, if there is one.</param>
    /// <returns>Whether the text is a ULID.</returns>
    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id)
        where TId : struct, IId<TId>
    {
        // Ulid.TryParse takes any character for a digit, and a first digit above 7 overflows 128 bits unnoticed.
        if (text is not { Length: Length } || text[0] > '7' || text.AsSpan().ContainsAnyExcept(Digits))
        {
            id = default;
            return false;
        }

        id = TId.From(Ulid.Parse(text));
        return true;
    }

    /// <summary>Reads an id that is known to be well formed, such as one that a store kept.</summary>
    /// <typeparam name="TId">The kind of id.</typeparam>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a ULID.</exception>
    public static TId Parse<TId>(string text)
        where TId : struct, IId<TId> =>
        TryParse<TId>(text, out var id) ? id : throw new FormatException($"Not a {typeof(TId).Name}.");

    /// <summary>Makes a new id.</summary>
    /// <typeparam name="TId">The kind of id.</typeparam>
    /// <param name="source">Where ids come from.</param>
    public static TId Next<TId>(this IIdSource source)
        where TId : struct, IId<TId>
    {
        ArgumentNullException.ThrowIfNull(source);
        return TId.From(source.NextUlid());
    }

    /// <summary>The ULID that is so many steps away in order; the least and the greatest follow each other.</summary>
    /// <param name="ulid">The ULID.</param>
    /// <param name="step">1 for the next, -1 for the one before.</param>
    public static Ulid Neighbour(this Ulid ulid, int step)
    {
        Span<byte> bytes = stackalloc byte[16];
        ulid.TryWriteBytes(bytes);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, unchecked(value + (UInt128)(Int128)step));
        return new Ulid(bytes);
    }
}
