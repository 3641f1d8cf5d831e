using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>unevaluatedProperties</c> (core §11.3).</summary>
internal sealed class UnevaluatedPropertiesKeyword(KeywordSite site, Subschema subschema)
    : Keyword(site, InstanceKinds.Object, Phase.Unevaluated)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var valid = true;
        var end = state.Tape[value].End;
        var position = 0;
        for (var name = value + 1; name < end; name = state.Tape[name + 1].End, position++)
        {
            if (ChildSet.Contains(evaluated, position))
                continue;

            ChildSet.Add(evaluated, position);
            valid &= subschema.EvaluateMember(name, name + 1, ref state);
            if (!valid && state.StopsAtFirst)
                break;
        }

        return valid;
    }
}

/// <summary><c>unevaluatedItems</c> (core §11.2).</summary>
internal sealed class UnevaluatedItemsKeyword(KeywordSite site, Subschema subschema)
    : Keyword(site, InstanceKinds.Array, Phase.Unevaluated)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var valid = true;
        var end = state.Tape[value].End;
        var index = 0;
        for (var item = value + 1; item < end; item = state.Tape[item].End, index++)
        {
            if (ChildSet.Contains(evaluated, index))
                continue;

            ChildSet.Add(evaluated, index);
            valid &= subschema.EvaluateItem(index, item, ref state);
            if (!valid && state.StopsAtFirst)
                break;
        }

        return valid;
    }
}
