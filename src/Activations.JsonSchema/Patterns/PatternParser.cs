namespace Activations.JsonSchema.Patterns;

/// <summary>
/// Reads a regular expression of ECMA-262 (with its <c>u</c> flag, core §6.4). What is well-formed but cannot be matched along all ways
/// at once (lookaround, backreferences) is remembered in <see cref="Unsupported"/>.
/// </summary>
internal sealed class PatternParser
{
    private const int MaxLength = 10_000;
    private const int MaxGroupDepth = 100;

    private static readonly CodePointSet AnyCharacter =
        CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Complement();

    private readonly PatternReader reader;
    private readonly EscapeReader escapes;
    private readonly ClassReader classes;
    private readonly bool strict;
    private readonly PatternReferences references = new();
    private string? unsupported;
    private int depth;

    private PatternParser(string source, bool strict)
    {
        this.strict = strict;
        reader = new PatternReader(source);
        escapes = new EscapeReader(reader, strict);
        classes = new ClassReader(reader, escapes);
    }

    /// <summary>What keeps a well-formed pattern from being matched along all ways at once.</summary>
    public string? Unsupported => unsupported ?? escapes.Unsupported;

    /// <summary>Checks that a text is a pattern, supported or not.</summary>
    /// <exception cref="PatternException">The pattern is malformed.</exception>
    public static void Check(string source, bool strict) => new PatternParser(source, strict).ReadAll(source);

    /// <summary>Reads a pattern that is to be matched.</summary>
    /// <exception cref="PatternException">The pattern is malformed or not supported.</exception>
    public static PatternNode Parse(string source)
    {
        var parser = new PatternParser(source, strict: false);
        var pattern = parser.ReadAll(source);
        return parser.Unsupported is null ? pattern : throw new PatternException(parser.Unsupported);
    }

    private PatternNode ReadAll(string source)
    {
        if (source.Length > MaxLength)
            throw new PatternException($"the pattern is longer than {MaxLength} characters");

        var pattern = ReadDisjunction();
        if (!reader.AtEnd)
            throw new PatternException("a ')' has no '('");

        references.Check();
        return pattern;
    }

    private PatternNode ReadDisjunction()
    {
        if (++depth > MaxGroupDepth)
            throw new PatternException($"groups are nested more than {MaxGroupDepth} deep");

        var branches = new List<PatternNode> { ReadAlternative() };
        while (reader.Accept("|"))
            branches.Add(ReadAlternative());

        depth--;
        return branches.Count == 1 ? branches[0] : new ChoiceNode([.. branches]);
    }

    private SequenceNode ReadAlternative()
    {
        var parts = new List<PatternNode>();
        while (!reader.AtEnd && reader.Peek() is not ('|' or ')'))
            parts.Add(ReadTerm());

        return new SequenceNode([.. parts]);
    }

    private PatternNode ReadTerm()
    {
        if (reader.Accept("^"))
            return new PlaceNode(Operation.Start);
        if (reader.Accept("$"))
            return new PlaceNode(Operation.End);
        if (reader.Accept(@"\b"))
            return new PlaceNode(Operation.WordBoundary);
        if (reader.Accept(@"\B"))
            return new PlaceNode(Operation.NoWordBoundary);

        return ReadLookaround() ? PatternNode.Empty : ReadQuantifier(ReadAtom());
    }

    private bool ReadLookaround()
    {
        if (!reader.Accept("(?=") && !reader.Accept("(?!") && !reader.Accept("(?<=") && !reader.Accept("(?<!"))
            return false;

        unsupported ??= "lookahead and lookbehind are not supported, because they cannot be matched in time that is bounded";
        ReadDisjunction();
        reader.Expect(")");
        return true;
    }

    private PatternNode ReadAtom()
    {
        if (reader.Accept("."))
            return new CharacterNode(AnyCharacter);
        if (reader.Accept("("))
            return ReadGroup();
        if (reader.Accept("["))
            return new CharacterNode(classes.Read());
        if (reader.Accept("\\"))
            return ReadEscape();

        var character = reader.Peek();
        if (character is '*' or '+' or '?' || (character == '{' && (strict || IsQuantifierAhead())))
            throw new PatternException($"the quantifier at offset {reader.Position} has nothing to repeat");
        if (strict && character is '}' or ']')
            throw new PatternException($"the '{(char)character}' at offset {reader.Position} has to be escaped");

        return new CharacterNode(CodePointSet.Single(reader.Read()));
    }

    private PatternNode ReadGroup()
    {
        if (reader.Accept("?<"))
            references.AddGroup(reader.ReadUntil('>'));
        else if (!reader.Accept("?:"))
            references.AddGroup(name: null);

        var inner = ReadDisjunction();
        reader.Expect(")");
        return inner;
    }

    private PatternNode ReadEscape()
    {
        if (reader.Peek() is >= '1' and <= '9')
        {
            references.AddReference(reader.ReadNumber()!.Value);
            return Backreference();
        }

        if (reader.Accept("k"))
        {
            reader.Expect("<");
            references.AddReference(reader.ReadUntil('>'));
            return Backreference();
        }

        return new CharacterNode(escapes.ReadClass() ?? CodePointSet.Single(escapes.ReadCharacter()));
    }

    private PatternNode Backreference()
    {
        unsupported ??= "backreferences are not supported, because they cannot be matched in time that is bounded";
        return PatternNode.Empty;
    }

    private PatternNode ReadQuantifier(PatternNode atom)
    {
        if (ReadBounds() is not var (least, most))
            return atom;
        if (most < least)
            throw new PatternException($"the quantifier that ends at offset {reader.Position} has its numbers out of order");

        // Whether it is greedy makes no difference to whether there is a match.
        reader.Accept("?");
        return new RepeatNode(atom, least, most);
    }

    private (long Least, long Most)? ReadBounds()
    {
        if (reader.Accept("*"))
            return (0, RepeatNode.Unbounded);
        if (reader.Accept("+"))
            return (1, RepeatNode.Unbounded);
        if (reader.Accept("?"))
            return (0, 1);

        var start = reader.Position;
        if (reader.Accept("{") && reader.ReadNumber() is { } least)
        {
            var most = reader.Accept(",") ? reader.ReadNumber() ?? RepeatNode.Unbounded : least;
            if (reader.Accept("}"))
                return (least, most);
        }

        if (strict && reader.Position > start)
            throw new PatternException($"the '{{' at offset {start} is neither a quantifier nor escaped");

        reader.Position = start;
        return null;
    }

    private bool IsQuantifierAhead()
    {
        var start = reader.Position;
        var isQuantifier = ReadBounds() is not null;
        reader.Position = start;
        return isQuantifier;
    }
}
