namespace Activations.JsonSchema.Keywords;

/// <summary>Where a keyword stands.</summary>
/// <param name="Segment">The keyword's own step of the evaluation path, such as <c>/maximum</c>.</param>
/// <param name="Absolute">Its absolute location.</param>
internal readonly record struct KeywordSite(string Segment, string Absolute)
{
    public KeywordSite Below(string segment) => new(Segment + segment, Absolute + segment);
}
