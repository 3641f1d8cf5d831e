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

    private static readonly CodePointSet AnyCharacter =
        CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Complement();

    private readonly PatternReader reader;
    private readonly EscapeReader escapes;
    private readonly ClassReader classes;
    private readonly bool strict;
    private readonly Alphabet? alphabet;
    private readonly HashSet<CodePointSet> sets = [];
    private readonly PatternReferences references = new();
    private readonly RunRecorder runs = new();
    private string? unsupported;
    private int depth;

    private PatternTranslator(string source, bool strict, Alphabet? alphabet)
    {
        this.strict = strict;
        this.alphabet = alphabet;
        reader = new PatternReader(source);
        escapes = new EscapeReader(reader, strict);
        classes = new ClassReader(reader, escapes);
    }

    /// <summary>What keeps a well-formed pattern from being matched in linear time.</summary>
    public string? Unsupported => unsupported ?? escapes.Unsupported;

    /// <summary>Reads a whole pattern without translating it.</summary>
    /// <exception cref="PatternException">The pattern is malformed.</exception>
    public static PatternTranslator Check(string source, bool strict)
    {
        var translator = new PatternTranslator(source, strict, alphabet: null);
        translator.ReadAll(source);
        return translator;
    }

    /// <summary>Translates a pattern. Its alphabet depends on all of it, so it is read twice.</summary>
    /// <exception cref="PatternException">The pattern is malformed or not supported.</exception>
    public static (Piece Piece, Alphabet Alphabet, RunPattern? Runs) Translate(string source)
    {
        var first = Check(source, strict: false);
        if (first.Unsupported is not null)
            throw new PatternException(first.Unsupported);

        var alphabet = Alphabet.Of([.. first.sets]);
        var piece = new PatternTranslator(source, strict: false, alphabet).ReadAll(source);
        return (piece, alphabet, first.runs.ToPattern());
    }

    private Piece ReadAll(string source)
    {
        if (source.Length > MaxLength)
            throw new PatternException($"the pattern is longer than {MaxLength} characters");

        var piece = ReadDisjunction();
        if (!reader.AtEnd)
            throw new PatternException("a ')' has no '('");

        references.Check();
        return piece;
    }

    private Piece ReadDisjunction()
    {
        if (++depth > MaxGroupDepth)
            throw new PatternException($"groups are nested more than {MaxGroupDepth} deep");

        var text = new StringBuilder();
        var size = ReadAlternative(text);
        while (reader.Accept("|"))
        {
            runs.GiveUp();
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
        {
            runs.AddStart();
            return new Piece(@"\A", 1);
        }

        if (reader.Accept("$"))
        {
            runs.AddEnd();
            return new Piece(@"\z", 1);
        }

        if (reader.Accept(@"\b"))
            return WordBoundary(@"\b");
        if (reader.Accept(@"\B"))
            return WordBoundary(@"\B");

        return ReadLookaround() ? new Piece("", 1) : ReadQuantifier(ReadAtom());
    }

    private Piece WordBoundary(string text)
    {
        runs.GiveUp();
        return new Piece(text, 1);
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
            return OneOf(AnyCharacter);
        if (reader.Accept("("))
            return ReadGroup();
        if (reader.Accept("["))
            return OneOf(classes.Read());
        if (reader.Accept("\\"))
            return ReadEscape();

        var character = reader.Peek();
        if (character is '*' or '+' or '?' || (character == '{' && (strict || IsQuantifierAhead())))
            throw new PatternException($"the quantifier at offset {reader.Position} has nothing to repeat");
        if (strict && character is '}' or ']')
            throw new PatternException($"the '{(char)character}' at offset {reader.Position} has to be escaped");

        return OneOf(CodePointSet.Single(reader.Read()));
    }

    private Piece OneOf(CodePointSet set)
    {
        sets.Add(set);

        return new Piece(alphabet?.Class(set) ?? "", 1, set);
    }

    private Piece ReadGroup()
    {
        if (reader.Accept("?<"))
            references.AddGroup(reader.ReadUntil('>'));
        else if (!reader.Accept("?:"))
            references.AddGroup(name: null);

        runs.GiveUp();
        var inner = ReadDisjunction();
        reader.Expect(")");
        return new Piece($"(?:{inner.Text})", inner.Size);
    }

    private Piece ReadEscape()
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

        return OneOf(escapes.ReadClass() ?? CodePointSet.Single(escapes.ReadCharacter()));
    }

    private Piece Backreference()
    {
        unsupported ??= "backreferences are not supported, because they cannot be matched in linear time";
        return new Piece("", 1);
    }

    private Piece ReadQuantifier(Piece atom)
    {
        var quantified = ReadBounds();
        runs.Add(atom.Set, quantified ?? (1, 1));
        if (quantified is not var (least, most))
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
}
