using System.Globalization;
using System.Text;

namespace Activations.JsonSchema.Patterns;

/// <summary>
/// Translates a regular expression of ECMA-262 (with its <c>u</c> flag, core §6.4) to .NET's syntax. What is well-formed but has no
/// translation to an automaton (lookaround, backreferences) is remembered in <see cref="Unsupported"/>.
/// </summary>
internal sealed class PatternTranslator
{
    private const int MaxLength = 10_000;
    private const int MaxGroupDepth = 100;

    private static readonly Piece AnyCharacter =
        DotNetPattern.Of(CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Complement());

    private readonly PatternReader reader;
    private readonly EscapeReader escapes;
    private readonly ClassReader classes;
    private readonly bool strict;
    private readonly HashSet<string> groupNames = new(StringComparer.Ordinal);
    private readonly List<string> namedReferences = [];
    private string? unsupported;
    private long highestReference;
    private int groups;
    private int depth;

    private PatternTranslator(string source, bool strict)
    {
        this.strict = strict;
        reader = new PatternReader(source);
        escapes = new EscapeReader(reader, strict);
        classes = new ClassReader(reader, escapes);
    }

    public string? Unsupported => unsupported ?? escapes.Unsupported;

    /// <summary>Reads a whole pattern.</summary>
    /// <exception cref="PatternException">The pattern is malformed.</exception>
    public static (Piece Piece, string? Unsupported) Translate(string source, bool strict)
    {
        if (source.Length > MaxLength)
            throw new PatternException($"the pattern is longer than {MaxLength} characters");

        var translator = new PatternTranslator(source, strict);
        var piece = translator.ReadDisjunction();
        if (!translator.reader.AtEnd)
            throw new PatternException("a ')' has no '('");

        translator.CheckReferences();
        return (piece, translator.Unsupported);
    }

    private Piece ReadDisjunction()
    {
        if (++depth > MaxGroupDepth)
            throw new PatternException($"groups are nested more than {MaxGroupDepth} deep");

        var text = new StringBuilder();
        var size = ReadAlternative(text);
        while (reader.Accept("|"))
        {
            text.Append('|');
            size += ReadAlternative(text);
        }

        depth--;
        return new Piece(text.ToString(), size);
    }

    private long ReadAlternative(StringBuilder text)
    {
        var size = 1L;
        while (!reader.AtEnd && reader.Peek() is not ('|' or ')'))
        {
            var piece = ReadTerm();
            text.Append(piece.Text);
            size += piece.Size;
        }

        return size;
    }

    private Piece ReadTerm()
    {
        if (reader.Accept("^"))
            return new Piece(@"\A", 1);
        if (reader.Accept("$"))
            return new Piece(@"\z", 1);
        if (reader.Accept(@"\b"))
            return new Piece(@"\b", 1);
        if (reader.Accept(@"\B"))
            return new Piece(@"\B", 1);

        return ReadLookaround() ? new Piece("", 1) : ReadQuantifier(ReadAtom());
    }

    private bool ReadLookaround()
    {
        if (!reader.Accept("(?=") && !reader.Accept("(?!") && !reader.Accept("(?<=") && !reader.Accept("(?<!"))
            return false;

        unsupported ??= "lookahead and lookbehind are not supported, because they cannot be matched in linear time";
        ReadDisjunction();
        reader.Expect(")");
        return true;
    }

    private Piece ReadAtom()
    {
        if (reader.Accept("."))
            return AnyCharacter;
        if (reader.Accept("("))
            return ReadGroup();
        if (reader.Accept("["))
            return DotNetPattern.Of(classes.Read());
        if (reader.Accept("\\"))
            return ReadEscape();

        var character = reader.Peek();
        if (character is '*' or '+' or '?' || (character == '{' && (strict || IsQuantifierAhead())))
            throw new PatternException($"the quantifier at offset {reader.Position} has nothing to repeat");
        if (strict && character is '}' or ']')
            throw new PatternException($"the '{(char)character}' at offset {reader.Position} has to be escaped");

        return DotNetPattern.Of(CodePointSet.Single(reader.Read()));
    }

    private Piece ReadGroup()
    {
        if (reader.Accept("?<"))
            AddGroup(reader.ReadUntil('>'));
        else if (!reader.Accept("?:"))
            groups++;

        var inner = ReadDisjunction();
        reader.Expect(")");
        return new Piece($"(?:{inner.Text})", inner.Size);
    }

    private void AddGroup(string name)
    {
        groups++;
        var isName = name.Length > 0
            && (char.IsLetter(name[0]) || name[0] is '_' or '$')
            && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$');
        if (!isName || !groupNames.Add(name))
            throw new PatternException($"'{name}' is not a group name of its own");
    }

    private Piece ReadEscape()
    {
        if (reader.Peek() is >= '1' and <= '9')
        {
            highestReference = Math.Max(highestReference, reader.ReadNumber()!.Value);
            return Backreference();
        }

        if (reader.Accept("k"))
        {
            reader.Expect("<");
            namedReferences.Add(reader.ReadUntil('>'));
            return Backreference();
        }

        return DotNetPattern.Of(escapes.ReadClass() ?? CodePointSet.Single(escapes.ReadCharacter()));
    }

    private Piece Backreference()
    {
        unsupported ??= "backreferences are not supported, because they cannot be matched in linear time";
        return new Piece("", 1);
    }

    private Piece ReadQuantifier(Piece atom)
    {
        if (ReadBounds() is not var (least, most))
            return atom;
        if (most < least)
            throw new PatternException($"the quantifier that ends at offset {reader.Position} has its numbers out of order");

        reader.Accept("?");
        var times = most == long.MaxValue ? Math.Max(least, 1) : most;
        var bounds = string.Create(CultureInfo.InvariantCulture, $"{{{least},{(most == long.MaxValue ? "" : most)}}}");
        return new Piece(atom.Text + bounds, Math.Max(1, Saturate(atom.Size, times)));
    }

    private (long Least, long Most)? ReadBounds()
    {
        if (reader.Accept("*"))
            return (0, long.MaxValue);
        if (reader.Accept("+"))
            return (1, long.MaxValue);
        if (reader.Accept("?"))
            return (0, 1);

        var start = reader.Position;
        if (reader.Accept("{") && reader.ReadNumber() is { } least)
        {
            var most = reader.Accept(",") ? reader.ReadNumber() ?? long.MaxValue : least;
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

    private static long Saturate(long size, long times) => times > 0 && size > int.MaxValue / times ? int.MaxValue : size * times;

    private void CheckReferences()
    {
        if (highestReference > groups)
            throw new PatternException($"there is no group {highestReference} to refer back to");

        var missing = namedReferences.Find(name => !groupNames.Contains(name));
        if (missing is not null)
            throw new PatternException($"there is no group '{missing}' to refer back to");
    }
}
