using System.Buffers;
using System.Collections.Immutable;

namespace Activations.Secrets;

/// <summary>
/// The keys that secrets are encrypted with, by their ids. The first is the active one, which encrypts; all of them decrypt.
/// </summary>
public sealed class SecretKeys
{
    /// <summary>The length of a key in bytes: AES-256.</summary>
    public const int KeyBytes = 32;

    /// <summary>The most characters of a key's id.</summary>
    public const int MaxIdLength = 32;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly ImmutableArray<SecretKey> keys;

    /// <summary>Makes a key ring.</summary>
    /// <param name="keys">The keys, the active one first; each id once.</param>
    public SecretKeys(params IEnumerable<SecretKey> keys)
    {
        this.keys = [.. keys];
        if (this.keys.DistinctBy(key => key.Id).Count() != this.keys.Length)
            throw new ArgumentException("Two keys have the same id.", nameof(keys));
    }

    /// <summary>No keys: nothing can be encrypted.</summary>
    public static SecretKeys None { get; } = new();

    /// <summary>The key that encrypts; null if there is none.</summary>
    public SecretKey? Active => keys is [var first, ..] ? first : null;

    /// <summary>Whether a text can be the id of a key: 1–32 characters of A–Z, a–z, 0–9, <c>_</c> and <c>-</c>.</summary>
    /// <param name="text">The text.</param>
    public static bool IsId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaxIdLength && !text.AsSpan().ContainsAnyExcept(IdCharacters);
    }

    /// <summary>Whether there is a key with an id.</summary>
    /// <param name="id">The id.</param>
    public bool Has(string id) => keys.Any(key => key.Id == id);

    /// <summary>The ids alone.</summary>
    public override string ToString() => keys.IsEmpty ? "no keys" : string.Join(", ", keys);

    /// <summary>The key with an id, if it is there.</summary>
    /// <param name="idUtf8">The id in UTF-8.</param>
    internal SecretKey? Find(ReadOnlySpan<byte> idUtf8)
    {
        foreach (var key in keys)
        {
            if (idUtf8.SequenceEqual(key.IdUtf8))
                return key;
        }

        return null;
    }
}
