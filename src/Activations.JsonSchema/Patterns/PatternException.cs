namespace Activations.JsonSchema.Patterns;

/// <summary>A pattern that is not a regular expression of ECMA-262, or one that cannot be matched in bounded time.</summary>
internal sealed class PatternException(string problem) : Exception(problem);
