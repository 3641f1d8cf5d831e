using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>The order in which the keywords of one schema run: cheap ones first, and those last that need to know what others did.</summary>
internal enum Phase
{
    Assertion,
    Applicator,
    Unevaluated,
}

/// <summary>A compiled keyword, or several that share one look at the instance. Immutable.</summary>
internal abstract class Keyword(KeywordSite site, InstanceKinds kinds, Phase phase)
{
    public KeywordSite Site { get; } = site;

    public InstanceKinds Kinds { get; } = kinds;

    public Phase Phase { get; } = phase;

    /// <summary>Whether a value is valid; reports what is not.</summary>
    /// <param name="value">Where the instance is on the tape; it is of one of the <see cref="Kinds"/>.</param>
    /// <param name="state">The evaluation under way.</param>
    /// <param name="evaluated">Receives the children evaluated here; empty when no schema asks for them.</param>
    public abstract bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated);

    protected bool Fail(int value, in EvaluationState state, string message) => state.Fail(value, Site, message);
}
