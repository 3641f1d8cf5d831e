using System.Buffers;
using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// The keywords that look at an object's members, in one pass over them: <c>properties</c>, <c>patternProperties</c>,
/// <c>additionalProperties</c>, <c>propertyNames</c> (core §10.3.2), and after it those that ask which names are present.
/// </summary>
internal sealed class ObjectKeyword(KeywordSite site, ObjectRules rules) : Keyword(site, InstanceKinds.Object, Phase.Applicator)
{
    private const int StackWords = 4;

    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var words = ChildSet.Words(rules.Names.Count);
        ulong[]? rented = null;
        var present = words <= StackWords ? stackalloc ulong[StackWords] : rented = ArrayPool<ulong>.Shared.Rent(words);
        present = present[..Math.Max(words, 1)];
        present.Clear();
        var valid = EvaluateMembers(value, ref state, evaluated, present);
        foreach (var rule in rules.Presence)
        {
            if (!valid && state.StopsAtFirst)
                break;

            valid &= rule.Evaluate(value, present, ref state, evaluated);
        }

        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);

        return valid;
    }

    private bool EvaluateMembers<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated, Span<ulong> present)
        where TValue : struct, IJsonValue<TValue>
    {
        var members = new MemberVisitor<TValue>(rules, ref state, evaluated, present);
        value.VisitMembers(ref members);
        return members.Valid;
    }
}
