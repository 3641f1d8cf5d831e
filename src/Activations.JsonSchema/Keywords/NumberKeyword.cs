using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// <c>multipleOf</c>, <c>maximum</c>, <c>exclusiveMaximum</c>, <c>minimum</c>, <c>exclusiveMinimum</c> (validation §6.2), which read the
/// instance once; exact in decimal.
/// </summary>
internal sealed class NumberKeyword(NumberRule[] rules) : Keyword(rules[0].Site, InstanceKinds.Number, Phase.Assertion)
{
    // The range of plain integers that all rules allow; none when a rule has to look at digits.
    private readonly (long Least, long Most) range = rules.Aggregate((Least: long.MinValue, Most: long.MaxValue), Narrow);

    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        ref readonly var entry = ref state.Tape[value];
        return (entry.IsInt32 && entry.Detail >= range.Least && entry.Detail <= range.Most) || EvaluateDigits(value, ref state);
    }

    private static (long Least, long Most) Narrow((long Least, long Most) range, NumberRule rule)
    {
        var (least, most) = rule.Int32Range;
        return (Math.Max(range.Least, least), Math.Min(range.Most, most));
    }

    private bool EvaluateDigits(int value, ref EvaluationState state) =>
        state.Spend(EffortOn(state.Tape[value].Length)) && Evaluate(value, state.Tape.Number(value), state);

    // To divide many digits takes longer than to read them.
    private long EffortOn(int length) => (long)(length >> 6) * rules.Length;

    private bool Evaluate(int value, in JsonNumber number, in EvaluationState state)
    {
        var valid = true;
        foreach (var rule in rules)
            valid &= rule.Holds(number) || state.Fail(value, rule.Site, rule.Message);

        return valid;
    }
}
