using System.Buffers;
using System.Text.RegularExpressions;

namespace Activations.JsonSchema.Patterns;

/// <summary>
/// A compiled pattern. It runs on the engine that does not backtrack, so its time grows with the text and with the pattern's size,
/// which is bounded, and with nothing else.
/// </summary>
internal sealed class Pattern
{
    private const int StackChars = 256;
    private const int MaxSize = 5_000;

    private readonly Regex regex;
    private readonly Alphabet alphabet;
    private readonly RunPattern? runs;

    private Pattern(string source, Regex regex, Alphabet alphabet, RunPattern? runs)
    {
        Source = source;
        this.regex = regex;
        this.alphabet = alphabet;
        this.runs = runs;
    }

    public string Source { get; }

    /// <summary>Compiles a pattern of a schema.</summary>
    /// <exception cref="PatternException">The pattern is malformed, not supported or too large.</exception>
    public static Pattern Compile(string source)
    {
        var (piece, alphabet, runs) = PatternTranslator.Translate(source);
        if (piece.Size > MaxSize)
            throw new PatternException($"the pattern is too large: written without counts it has more than {MaxSize} parts");

        var regex = new Regex(piece.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return new Pattern(source, regex, alphabet, runs);
    }

    /// <summary>Whether a text is a regular expression of ECMA-262, supported or not.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        try
        {
            PatternTranslator.Check(text.ToString(), strict: true);
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (runs is not null)
            return runs.IsMatch(utf8);

        char[]? rented = null;
        var buffer = utf8.Length <= StackChars
            ? stackalloc char[StackChars]
            : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        var matches = regex.IsMatch(buffer[..alphabet.Encode(utf8, buffer)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);

        return matches;
    }
}
