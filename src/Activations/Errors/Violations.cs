using System.Collections.Immutable;

namespace Activations.Errors;

/// <summary>Collects what is wrong with a request, so that all of it is reported at once.</summary>
public sealed class Violations
{
    private readonly ImmutableArray<Violation>.Builder found = ImmutableArray.CreateBuilder<Violation>();

    /// <summary>How many were found so far.</summary>
    public int Count => found.Count;

    /// <summary>Adds one.</summary>
    /// <param name="field">The path of the field, in camel case.</param>
    /// <param name="message">What is wrong.</param>
    public void Add(string field, string message) => found.Add(new Violation(field, message));

    /// <summary>Adds one.</summary>
    /// <param name="violation">What is wrong.</param>
    public void Add(Violation violation) => found.Add(violation);

    /// <summary>Ends the call if anything was found.</summary>
    /// <exception cref="InvalidRequestException">Something was.</exception>
    public void ThrowIfAny()
    {
        if (found.Count > 0)
            throw new InvalidRequestException(found.ToImmutable());
    }
}
