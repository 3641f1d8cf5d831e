namespace Activations.JsonSchema.Patterns;

/// <summary>
/// A compiled pattern. Its time grows with the text and with the pattern's size, which is bounded, and with nothing else.
/// </summary>
internal sealed class Pattern
{
    private const int MaxSize = 5_000;
    private const int InstructionsPerEvaluation = 32;

    private readonly PatternProgram program;
    private readonly RunPattern? runs;

    private Pattern(string source, PatternProgram program, RunPattern? runs)
    {
        Source = source;
        this.program = program;
        this.runs = runs;
    }

    public string Source { get; }

    /// <summary>Compiles a pattern of a schema.</summary>
    /// <exception cref="PatternException">The pattern is malformed, not supported or too large.</exception>
    public static Pattern Compile(string source)
    {
        var pattern = PatternParser.Parse(source);
        return pattern.Size <= MaxSize
            ? new Pattern(source, PatternCompiler.Compile(pattern), RunPattern.Of(pattern))
            : throw new PatternException($"the pattern is too large: written without counts it has more than {MaxSize} parts");
    }

    /// <summary>Whether a text is a regular expression of ECMA-262, supported or not.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        try
        {
            PatternParser.Check(text.ToString(), strict: true);
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    /// <summary>What a match costs at worst, in units of about one evaluation.</summary>
    public long EffortOn(int length) => runs is null ? (long)program.Size * length / InstructionsPerEvaluation : 0;

    /// <summary>Whether the pattern matches somewhere in a text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8) => runs?.IsMatch(utf8) ?? program.IsMatch(utf8);
}
