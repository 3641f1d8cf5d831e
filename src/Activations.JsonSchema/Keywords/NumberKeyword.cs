using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// <c>multipleOf</c>, <c>maximum</c>, <c>exclusiveMaximum</c>, <c>minimum</c>, <c>exclusiveMinimum</c> (validation §6.2), which read the
/// instance once; exact in decimal.
/// </summary>
internal sealed class NumberKeyword(NumberRule[] rules) : Keyword(rules[0].Site, InstanceKinds.Number, Phase.Assertion)
{
    private readonly bool compareInt32 = rules.All(rule => rule.ComparesInt32);

    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated) =>
        compareInt32 && state.Tape[value].IsInt32
            ? Evaluate(value, state.Tape[value].Detail, state)
            : state.Spend(EffortOn(state.Tape[value].Length)) && Evaluate(value, state.Tape.Number(value), state);

    // To divide many digits takes longer than to read them.
    private long EffortOn(int length) => (long)(length >> 6) * rules.Length;

    private bool Evaluate(int value, int number, in EvaluationState state)
    {
        var valid = true;
        foreach (var rule in rules)
            valid &= rule.Holds(number) || state.Fail(value, rule.Site, rule.Message);

        return valid;
    }

    private bool Evaluate(int value, JsonNumber number, in EvaluationState state)
    {
        var valid = true;
        foreach (var rule in rules)
            valid &= rule.Holds(number) || state.Fail(value, rule.Site, rule.Message);

        return valid;
    }
}
