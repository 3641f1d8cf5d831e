namespace Activations.JsonSchema.Patterns;

/// <summary>Reads a character class (ECMA-262 §22.2.1, CharacterClass) after its opening bracket.</summary>
internal sealed class ClassReader(PatternReader reader, EscapeReader escapes)
{
    public CodePointSet Read()
    {
        var negated = reader.Accept("^");
        var sets = new List<CodePointSet>();
        while (!reader.Accept("]"))
            sets.Add(ReadRange());

        var union = CodePointSet.Union(sets);
        return negated ? union.Complement() : union;
    }

    private CodePointSet ReadRange()
    {
        var (set, first) = ReadAtom();
        var afterFirst = reader.Position;
        if (!reader.Accept("-") || reader.Peek() == ']')
        {
            reader.Position = afterFirst;
            return set;
        }

        var (_, last) = ReadAtom();
        if (first is null || last is null || last < first)
            throw new PatternException($"the range that ends at offset {reader.Position} has no order");

        return CodePointSet.Range(first.Value, last.Value);
    }

    private (CodePointSet Set, int? Character) ReadAtom()
    {
        if (!reader.Accept("\\"))
            return Single(reader.Read());
        if (reader.Accept("b"))
            return Single('\b');
        if (reader.Accept("-"))
            return Single('-');

        return escapes.ReadClass() is { } set ? (set, null) : Single(escapes.ReadCharacter());
    }

    private static (CodePointSet Set, int? Character) Single(int character) => (CodePointSet.Single(character), character);
}
