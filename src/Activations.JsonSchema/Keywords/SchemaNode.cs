using System.Buffers;
using System.Text.Json;
using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// A compiled schema. Nodes are made empty, so that schemas may refer to each other in circles, and completed once before any is used.
/// </summary>
internal sealed class SchemaNode(string absolute)
{
    private Keyword[][] keywordsByKind = [];
    private TypeKeyword? type;
    private InstanceKinds acceptedKinds = InstanceKinds.Any;
    private InstanceKinds trackedKinds;

    public string Absolute { get; } = absolute;

    /// <summary>The verdict of a boolean schema (core §4.3.2), or of one without keywords; null when it has to be worked out.</summary>
    public bool? Verdict { get; private set; }

    /// <summary>The resource this schema belongs to, when some <c>$dynamicRef</c> may look for it.</summary>
    public SchemaScope? Scope { get; set; }

    public void Complete(bool verdict) => Verdict = verdict;

    public void Complete(TypeKeyword? type, IReadOnlyCollection<Keyword> keywords)
    {
        this.type = type;
        acceptedKinds = type?.Kinds ?? InstanceKinds.Any;
        if (type is null && keywords.Count == 0)
            Verdict = true;

        foreach (var unevaluated in keywords.Where(keyword => keyword.Phase == Phase.Unevaluated))
            trackedKinds |= unevaluated.Kinds;

        keywordsByKind = [.. Enum.GetValues<JsonValueKind>().Order().Select(kind => Select(keywords, kind))];
    }

    public bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (Verdict is { } verdict)
            return verdict || state.Fail(value, new KeywordSite("", Absolute), "is not allowed");
        ref readonly var entry = ref state.Tape[value];
        if (!state.Enter(Scope, entry))
            return false;

        var kind = entry.Kind;
        var valid = (trackedKinds & kind.ToInstanceKind()) == 0
            ? EvaluateKeywords(value, kind, ref state, evaluated)
            : EvaluateTracked(value, kind, ref state, evaluated);
        state.Leave(Scope);
        return valid;
    }

    private static Keyword[] Select(IEnumerable<Keyword> keywords, JsonValueKind kind) =>
        [.. keywords.Where(keyword => (keyword.Kinds & kind.ToInstanceKind()) != 0).OrderBy(keyword => keyword.Phase)];

    private bool EvaluateKeywords(int value, JsonValueKind kind, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var valid = (acceptedKinds & kind.ToInstanceKind()) != 0 || EvaluateType(value, kind, state);
        foreach (var keyword in keywordsByKind[(int)kind])
        {
            if (!valid && state.StopsAtFirst)
                return false;

            valid &= keyword.Evaluate(value, ref state, evaluated);
        }

        return valid;
    }

    private bool EvaluateType(int value, JsonValueKind kind, in EvaluationState state) =>
        type!.HoldsForInteger(state.Tape, value) || type.Fail(value, kind, state);

    // What cousins evaluated is not seen in here (core §11.2), so this schema marks children on its own and then hands them up.
    private bool EvaluateTracked(int value, JsonValueKind kind, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var words = ChildSet.Words(state.Tape[value].Detail);
        ulong[]? rented = null;
        var own = words <= ChildSet.StackWords
            ? stackalloc ulong[ChildSet.StackWords]
            : rented = ArrayPool<ulong>.Shared.Rent(words);
        own = own[..Math.Max(words, 1)];
        own.Clear();
        var valid = EvaluateKeywords(value, kind, ref state, own);
        if (valid && !evaluated.IsEmpty)
            ChildSet.AddAll(evaluated, own);
        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);

        return valid;
    }
}
