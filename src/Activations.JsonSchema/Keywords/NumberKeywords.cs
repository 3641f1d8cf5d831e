using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Numbers;

namespace Activations.JsonSchema.Keywords;

/// <summary>How an instance has to stand to a bound (validation §6.2.2 to §6.2.5).</summary>
internal enum Relation
{
    AtMost,
    LessThan,
    AtLeast,
    GreaterThan,
}

/// <summary><c>maximum</c>, <c>exclusiveMaximum</c>, <c>minimum</c>, <c>exclusiveMinimum</c>.</summary>
internal sealed class NumberBoundKeyword(KeywordSite site, NumberConstant bound, Relation relation, string message)
    : Assertion(site, InstanceKinds.Number, message)
{
    protected override bool Holds<TValue>(TValue value, ref EvaluationState state)
    {
        var order = value.GetNumber().CompareTo(bound.Value);
        return relation switch
        {
            Relation.AtMost => order <= 0,
            Relation.LessThan => order < 0,
            Relation.AtLeast => order >= 0,
            _ => order > 0,
        };
    }
}

/// <summary><c>multipleOf</c> (validation §6.2.1), exact in decimal.</summary>
internal sealed class MultipleOfKeyword(KeywordSite site, NumberConstant divisor)
    : Assertion(site, InstanceKinds.Number, $"must be a multiple of {divisor.Text}")
{
    protected override bool Holds<TValue>(TValue value, ref EvaluationState state) => divisor.Divides(value.GetNumber());
}
