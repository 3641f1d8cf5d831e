using System.Buffers;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Formats;
using Activations.JsonSchema.Patterns;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>pattern</c> (validation §6.3.3).</summary>
internal sealed class PatternKeyword(KeywordSite site, Pattern pattern)
    : Keyword(site, InstanceKinds.String, Phase.Assertion)
{
    private readonly string message = $"must match the pattern {pattern.Source}";

    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated) =>
        state.Spend(pattern.EffortOn(state.Tape[value].Length))
        && (pattern.IsMatch(state.Tape.Text(value)) || Fail(value, state, message));
}

/// <summary><c>format</c> as an assertion (validation §7.2.2).</summary>
internal sealed class FormatKeyword(KeywordSite site, Format format)
    : Keyword(site, InstanceKinds.String, Phase.Assertion)
{
    private const int StackChars = 256;

    private readonly string message = $"must be {format.Description}";

    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated) =>
        Accepts(state.Tape.Text(value)) || Fail(value, state, message);

    private bool Accepts(ReadOnlySpan<byte> text)
    {
        char[]? rented = null;
        var buffer = text.Length <= StackChars
            ? stackalloc char[StackChars]
            : rented = ArrayPool<char>.Shared.Rent(text.Length);
        var valid = format.Accepts(buffer[..CodePoints.ToUtf16(text, buffer)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);

        return valid;
    }
}
