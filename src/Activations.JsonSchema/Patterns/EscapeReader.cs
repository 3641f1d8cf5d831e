namespace Activations.JsonSchema.Patterns;

/// <summary>
/// Reads what follows a backslash (ECMA-262 §22.2.1, CharacterEscape and CharacterClassEscape). Outside of the format <c>regex</c>,
/// needless escapes of punctuation are let pass as browsers do (annex B).
/// </summary>
internal sealed class EscapeReader(PatternReader reader, bool strict)
{
    private const string SyntaxCharacters = "^$\\.*+?()[]{}|/";

    // WhiteSpace and LineTerminator of ECMA-262 §12.2 and §12.3.
    private static readonly Lazy<CodePointSet> Space = new(() => CodePointSet.Union(
    [
        UnicodeProperties.Find("Zs")!,
        CodePointSet.Of((9, 13), (0x2028, 0x2029), (0xFEFF, 0xFEFF)),
    ]));

    private static readonly CodePointSet Digit = CodePointSet.Range('0', '9');

    private static readonly CodePointSet Word = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>A property that is well-formed but that cannot be matched, once one was read.</summary>
    public string? Unsupported { get; private set; }

    /// <summary>The class an escape names, or null when it is the escape of a character.</summary>
    public CodePointSet? ReadClass()
    {
        if (reader.Peek() is 'p' or 'P')
            return ReadProperty();

        var set = Shorthand(reader.Peek());
        if (set is not null)
            reader.Read();

        return set;
    }

    /// <summary>The character an escape stands for.</summary>
    public int ReadCharacter()
    {
        var letter = reader.Read();
        return letter switch
        {
            't' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            '0' when !char.IsAsciiDigit((char)Math.Max(reader.Peek(), 0)) => 0,
            'c' => ReadControl(),
            'x' => ReadHexadecimal(),
            'u' => ReadUnicode(),
            _ => ReadIdentity(letter),
        };
    }

    private static CodePointSet? Shorthand(int letter) => letter switch
    {
        'd' => Digit,
        'D' => Digit.Complement(),
        'w' => Word,
        'W' => Word.Complement(),
        's' => Space.Value,
        'S' => Space.Value.Complement(),
        _ => null,
    };

    private CodePointSet ReadProperty()
    {
        var negated = reader.Read() == 'P';
        reader.Expect("{");
        var expression = reader.ReadUntil('}');
        var set = UnicodeProperties.Find(expression);
        if (set is null && !UnicodeProperties.IsKnownButUnsupported(expression))
            throw new PatternException($"there is no Unicode property '{expression}'");

        if (set is null)
            Unsupported ??= $"the Unicode property '{expression}' is not supported";

        set ??= CodePointSet.Empty;
        return negated ? set.Complement() : set;
    }

    private int ReadControl()
    {
        var letter = reader.Read();
        return letter < 0x80 && char.IsAsciiLetter((char)letter)
            ? letter % 32
            : throw new PatternException(@"'\c' has to be followed by a letter");
    }

    private int ReadHexadecimal()
    {
        var value = reader.ReadHex(2);
        return value >= 0 ? value : throw new PatternException(@"'\x' has to be followed by two hexadecimal digits");
    }

    private int ReadUnicode()
    {
        if (reader.Accept("{"))
            return ReadBraced(reader.ReadUntil('}'));

        var unit = reader.ReadHex(4);
        if (unit < 0)
            throw new PatternException(@"'\u' has to be followed by four hexadecimal digits, or by some in braces");
        if (!char.IsHighSurrogate((char)unit))
            return unit;

        var afterHigh = reader.Position;
        var low = reader.Accept(@"\u") ? reader.ReadHex(4) : -1;
        if (low >= 0 && char.IsLowSurrogate((char)low))
            return char.ConvertToUtf32((char)unit, (char)low);

        reader.Position = afterHigh;
        return unit;
    }

    private static int ReadBraced(string digits)
    {
        var significant = digits.TrimStart('0');
        var wellFormed = digits.Length > 0 && significant.Length <= 6 && digits.All(char.IsAsciiHexDigit);
        var value = wellFormed && significant.Length > 0 ? Convert.ToInt32(significant, 16) : 0;
        return wellFormed && value <= CodePointSet.Last
            ? value
            : throw new PatternException($@"'\u{{{digits}}}' is not a code point");
    }

    private int ReadIdentity(int character)
    {
        var isSyntax = character < 0x80 && SyntaxCharacters.Contains((char)character, StringComparison.Ordinal);
        var isPunctuation = character < 0x80 && !char.IsAsciiLetterOrDigit((char)character) && character >= 0x20;
        return isSyntax || (!strict && isPunctuation)
            ? character
            : throw new PatternException($"there is no such escape as the one that ends at offset {reader.Position}");
    }
}
