using System.Buffers;
using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>A branch that may fail without failing the whole: what it evaluated counts only when it matches (core §7.7.1).</summary>
internal static class TrackedBranch
{
    public static bool Matches(Subschema branch, int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var former = state.Silence();
        var valid = Evaluate(branch, value, ref state, evaluated);
        state.Unsilence(former);
        return valid;
    }

    public static bool Evaluate(Subschema branch, int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (evaluated.IsEmpty)
            return branch.Evaluate(value, ref state, []);

        ulong[]? rented = null;
        var own = evaluated.Length <= ChildSet.StackWords
            ? stackalloc ulong[ChildSet.StackWords]
            : rented = ArrayPool<ulong>.Shared.Rent(evaluated.Length);
        own = own[..evaluated.Length];
        own.Clear();
        var valid = branch.Evaluate(value, ref state, own);
        if (valid)
            ChildSet.AddAll(evaluated, own);
        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);

        return valid;
    }
}
