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

    private Pattern(string source, Regex regex)
    {
        Source = source;
        this.regex = regex;
    }

    public string Source { get; }

    /// <summary>Compiles a pattern of a schema.</summary>
    /// <exception cref="PatternException">The pattern is malformed, not supported or too large.</exception>
    public static Pattern Compile(string source)
    {
        var (piece, unsupported) = PatternTranslator.Translate(source, strict: false);
        if (unsupported is not null)
            throw new PatternException(unsupported);
        if (piece.Size > MaxSize)
            throw new PatternException($"the pattern is too large: written without counts it has more than {MaxSize} parts");

        return new Pattern(source, new Regex(piece.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }

    /// <summary>Whether a text is a regular expression of ECMA-262, supported or not.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        try
        {
            PatternTranslator.Translate(text.ToString(), strict: true);
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    public bool IsMatch(JsonText text)
    {
        if (text.TryGetUtf16(out var held))
            return regex.IsMatch(held);

        char[]? rented = null;
        var buffer = text.MaxUtf16Length <= StackChars
            ? stackalloc char[StackChars]
            : rented = ArrayPool<char>.Shared.Rent(text.MaxUtf16Length);
        var matches = regex.IsMatch(buffer[..text.CopyUtf16To(buffer)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);

        return matches;
    }
}
