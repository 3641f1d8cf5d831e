using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>prefixItems</c> and <c>items</c> (core §10.3.1); draft-07's <c>items</c> and <c>additionalItems</c> alike.</summary>
internal sealed class ItemsKeyword(KeywordSite site, Subschema[] prefix, Subschema? rest)
    : Keyword(site, InstanceKinds.Array, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var valid = true;
        var end = state.Tape[value].End;
        var index = 0;
        for (var item = value + 1; item < end; item = state.Tape[item].End)
        {
            var subschema = index < prefix.Length ? prefix[index] : rest;
            if (subschema is null)
                break;

            ChildSet.Add(evaluated, index);
            valid &= subschema.EvaluateItem(index++, item, ref state);
            if (!valid && state.StopsAtFirst)
                break;
        }

        return valid;
    }
}
