namespace Activations.JsonSchema.Patterns;

/// <summary>A part of a pattern that has been read.</summary>
/// <param name="Size">How many steps it takes when its counts are written out, roughly.</param>
internal abstract record PatternNode(long Size)
{
    public static readonly PatternNode Empty = new SequenceNode([]);
}

/// <summary>One character of a set.</summary>
internal sealed record CharacterNode(CodePointSet Set) : PatternNode(1);

/// <summary>A place in the text: <c>^</c>, <c>$</c>, <c>\b</c> or <c>\B</c>.</summary>
internal sealed record PlaceNode(Operation Place) : PatternNode(1);

/// <summary>Parts that follow each other.</summary>
internal sealed record SequenceNode(PatternNode[] Parts) : PatternNode(1 + Parts.Sum(part => part.Size));

/// <summary>Alternatives.</summary>
internal sealed record ChoiceNode(PatternNode[] Branches) : PatternNode(1 + Branches.Sum(branch => branch.Size));

/// <summary>A part that is repeated; <see cref="Unbounded"/> as <paramref name="Most"/> means any number of times.</summary>
internal sealed record RepeatNode(PatternNode Part, long Least, long Most) : PatternNode(SizeOf(Part, Least, Most))
{
    public const long Unbounded = long.MaxValue;

    private static long SizeOf(PatternNode part, long least, long most)
    {
        var times = most == Unbounded ? Math.Max(least, 1) : Math.Max(most, 1);
        return part.Size > int.MaxValue / times ? int.MaxValue : part.Size * times;
    }
}
