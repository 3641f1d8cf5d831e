using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>The order in which the keywords of one schema run: cheap ones first, and those last that need to know what others did.</summary>
internal enum Phase
{
    Assertion,
    Applicator,
    Unevaluated,
}

/// <summary>A compiled keyword, or several that share one pass over the instance. Immutable.</summary>
internal abstract class Keyword(KeywordSite site, InstanceKinds kinds, Phase phase)
{
    public KeywordSite Site { get; } = site;

    public InstanceKinds Kinds { get; } = kinds;

    public Phase Phase { get; } = phase;

    /// <summary>Whether the value is valid; reports what is not.</summary>
    /// <param name="value">The instance, of one of the <see cref="Kinds"/>.</param>
    /// <param name="state">The evaluation under way.</param>
    /// <param name="evaluated">Receives the children evaluated here; empty when no schema asks for them.</param>
    public abstract bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
        where TValue : struct, IJsonValue<TValue>;

    protected bool Fail(in EvaluationState state, string message) => state.Fail(Site.Segment, Site.Absolute, message);
}

/// <summary>A keyword whose failure is always told in the same words.</summary>
internal abstract class Assertion(KeywordSite site, InstanceKinds kinds, string message) : Keyword(site, kinds, Phase.Assertion)
{
    public sealed override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated) =>
        Holds(value, ref state) || Fail(state, message);

    protected abstract bool Holds<TValue>(TValue value, ref EvaluationState state)
        where TValue : struct, IJsonValue<TValue>;
}
