namespace Activations.JsonSchema.Patterns;

/// <summary>A set of code points, ready to be asked often.</summary>
internal sealed class CharacterClass
{
    private readonly ulong low;
    private readonly ulong high;
    private readonly int[] firsts;
    private readonly int[] lasts;

    public CharacterClass(CodePointSet set)
    {
        firsts = [.. set.Ranges.Select(range => range.First)];
        lasts = [.. set.Ranges.Select(range => range.Last)];
        (low, high) = set.ToAsciiBits();
    }

    public bool Contains(int codePoint)
    {
        if (codePoint < 128)
            return (((codePoint < 64 ? low : high) >> codePoint) & 1) != 0;

        var index = Array.BinarySearch(firsts, codePoint);
        return index >= 0 || (~index > 0 && codePoint <= lasts[~index - 1]);
    }
}
