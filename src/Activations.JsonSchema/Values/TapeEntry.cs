using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>A value, or the name of a member right before its value, as it stands on a <see cref="JsonTape"/>.</summary>
internal struct TapeEntry
{
    /// <summary>The offset of the text of a string, a name or a number.</summary>
    public int Start;

    /// <summary>The length of that text in bytes.</summary>
    public int Length;

    /// <summary>The index of the first entry that is not within this value.</summary>
    public int End;

    /// <summary>
    /// The number of items or members of an array or object, the hash of a name, the value of a number that <see cref="IsInt32"/>.
    /// </summary>
    public int Detail;

    public JsonValueKind Kind;

    /// <summary>Whether the text is a copy, because what the host holds is escaped or encoded otherwise.</summary>
    public bool IsCopied;

    /// <summary>Whether this is a number that is written as a plain integer of few digits, as most are.</summary>
    public bool IsInt32;

    /// <summary>Whether a later member of the same name takes this name's place.</summary>
    public bool IsReplaced;
}
