using System.Buffers;
using System.Text.Json;
using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// A compiled schema. Nodes are made empty, so that schemas may refer to each other in circles, and completed once before any is used.
/// </summary>
internal sealed class SchemaNode(string absolute)
{
    private KindRules[] rulesByKind = [];
    private TypeKeyword? type;
    private bool hasVerdict;

    public string Absolute { get; } = absolute;

    /// <summary>The verdict of a boolean schema (core §4.3.2), or of one without keywords; null when it has to be worked out.</summary>
    public bool? Verdict { get; private set; }

    /// <summary>The resource this schema belongs to, when some <c>$dynamicRef</c> may look for it.</summary>
    public SchemaScope? Scope { get; set; }

    public void Complete(bool verdict)
    {
        Verdict = verdict;
        hasVerdict = true;
    }

    public void Complete(TypeKeyword? type, IReadOnlyCollection<Keyword> keywords)
    {
        this.type = type;
        if (type is null && keywords.Count == 0)
            Complete(verdict: true);

        rulesByKind = [.. Enum.GetValues<JsonValueKind>().Order().Select(kind => KindRules.Of(type, keywords, kind.ToInstanceKind()))];
    }

    public bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (hasVerdict)
            return Verdict == true || state.Fail(value, new KeywordSite("", Absolute), "is not allowed");

        ref readonly var entry = ref state.Tape[value];
        if (!state.Count(entry))
            return false;

        ref readonly var rules = ref rulesByKind[(int)entry.Kind];
        return rules.IsLeaf
            ? EvaluateKeywords(rules, value, ref state, evaluated)
            : EvaluateInside(rules, value, ref state, evaluated);
    }

    private bool EvaluateKeywords(in KindRules rules, int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var valid = rules.IsOfType || EvaluateType(value, state);
        foreach (var keyword in rules.Keywords)
        {
            if (!valid && state.StopsAtFirst)
                return false;

            valid &= keyword.Evaluate(value, ref state, evaluated);
        }

        return valid;
    }

    private bool EvaluateType(int value, in EvaluationState state) =>
        type!.HoldsForInteger(state.Tape, value) || type.Fail(value, state);

    // With schemas inside this one, which may go on for ever.
    private bool EvaluateInside(in KindRules rules, int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (!state.Enter(Scope))
            return false;

        var valid = rules.Tracks
            ? EvaluateTracked(rules, value, ref state, evaluated)
            : EvaluateKeywords(rules, value, ref state, evaluated);
        state.Leave(Scope);
        return valid;
    }

    // What cousins evaluated is not seen in here (core §11.2), so this schema marks children on its own and then hands them up.
    private bool EvaluateTracked(in KindRules rules, int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var words = ChildSet.Words(state.Tape[value].Detail);
        ulong[]? rented = null;
        var own = words <= ChildSet.StackWords
            ? stackalloc ulong[ChildSet.StackWords]
            : rented = ArrayPool<ulong>.Shared.Rent(words);
        own = own[..Math.Max(words, 1)];
        own.Clear();
        var valid = EvaluateKeywords(rules, value, ref state, own);
        if (valid && !evaluated.IsEmpty)
            ChildSet.AddAll(evaluated, own);
        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);

        return valid;
    }

    /// <summary>What a schema asks of values of one kind.</summary>
    /// <param name="Keywords">The keywords that look at such values, in the order of their phases.</param>
    /// <param name="IsOfType">Whether each such value is of the type that is asked for.</param>
    /// <param name="IsLeaf">Whether no keyword applies another schema.</param>
    /// <param name="Tracks">Whether some keyword asks which children were evaluated.</param>
    private readonly record struct KindRules(Keyword[] Keywords, bool IsOfType, bool IsLeaf, bool Tracks)
    {
        public static KindRules Of(TypeKeyword? type, IEnumerable<Keyword> all, InstanceKinds kind)
        {
            Keyword[] keywords = [.. all.Where(keyword => (keyword.Kinds & kind) != 0).OrderBy(keyword => keyword.Phase)];
            return new KindRules(
                keywords,
                type is null || (type.Kinds & kind) != 0,
                keywords.All(keyword => keyword.Phase == Phase.Assertion),
                keywords.Any(keyword => keyword.Phase == Phase.Unevaluated));
        }
    }
}
