using System.Collections.Immutable;

namespace Activations.EndUsers;

/// <summary>What was decided about an end user.</summary>
/// <typeparam name="TResult">What the caller wants to know.</typeparam>
/// <param name="Result">What came of it.</param>
/// <param name="Edits">What is to be saved; empty if nothing is.</param>
/// <param name="Usage">How much the user holds afterwards.</param>
public sealed record Decision<TResult>(TResult Result, ImmutableArray<EndUserEdit> Edits, EndUserUsage Usage);

/// <summary>Makes decisions.</summary>
public static class Decision
{
    /// <summary>Nothing is to be saved.</summary>
    /// <typeparam name="TResult">What the caller wants to know.</typeparam>
    /// <param name="result">What came of it.</param>
    public static Decision<TResult> Of<TResult>(TResult result) => new(result, [], default);

    /// <summary>Something is to be saved.</summary>
    /// <typeparam name="TResult">What the caller wants to know.</typeparam>
    /// <param name="result">What came of it.</param>
    /// <param name="edits">What is to be saved.</param>
    /// <param name="usage">How much the user holds afterwards.</param>
    public static Decision<TResult> Save<TResult>(
        TResult result, ImmutableArray<EndUserEdit> edits, EndUserUsage usage) => new(result, edits, usage);
}
