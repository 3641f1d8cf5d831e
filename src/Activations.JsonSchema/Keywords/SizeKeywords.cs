using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary>The least or the greatest size that is allowed.</summary>
internal sealed record SizeBound(KeywordSite Site, long Size, string Message);

/// <summary>A keyword for the least size, one for the greatest, or both.</summary>
internal abstract class SizeKeyword(SizeBound? least, SizeBound? most, InstanceKinds kinds)
    : Keyword((least ?? most)!.Site, kinds, Phase.Assertion)
{
    protected long Least { get; } = least?.Size ?? 0;

    protected long Most { get; } = most?.Size ?? long.MaxValue;

    protected bool Holds(int value, long size, in EvaluationState state)
    {
        var reaches = size >= Least || state.Fail(value, least!.Site, least.Message);
        return (size <= Most || state.Fail(value, most!.Site, most.Message)) && reaches;
    }
}

/// <summary><c>minLength</c> and <c>maxLength</c> (validation §6.3.1, §6.3.2), in code points.</summary>
internal sealed class LengthKeyword(SizeBound? least, SizeBound? most) : SizeKeyword(least, most, InstanceKinds.String)
{
    // One to four bytes are a code point: often their number settles it.
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var bytes = state.Tape[value].Length;
        return (bytes <= Most && (bytes + 3) / 4 >= Least)
            || Holds(value, CodePoints.Count(state.Tape.Text(value)), state);
    }
}

/// <summary><c>minItems</c> and <c>maxItems</c>, or <c>minProperties</c> and <c>maxProperties</c> (validation §6.4, §6.5).</summary>
internal sealed class CountKeyword(SizeBound? least, SizeBound? most, InstanceKinds kinds) : SizeKeyword(least, most, kinds)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated) =>
        Holds(value, state.Tape[value].Detail, state);
}
