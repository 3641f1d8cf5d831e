namespace Activations.JsonSchema;

/// <summary>How a schema is compiled, and the bounds within which it and its instances are accepted.</summary>
public sealed record JsonSchemaOptions
{
    /// <summary>The options used when none are given.</summary>
    public static JsonSchemaOptions Default { get; } = new();

    /// <summary>Whether <c>format</c> rejects instances (validation §7.2.2) instead of annotating them. Off by default.</summary>
    public bool AssertFormat { get; init; }

    /// <summary>The most violations one validation reports; the rest of the instance is not looked at. 1,000 by default.</summary>
    public int MaxViolations { get; init; } = 1_000;

    /// <summary>The deepest nesting of arrays and objects in an instance; deeper ones are invalid. 128 by default.</summary>
    public int MaxInstanceDepth { get; init; } = 128;

    /// <summary>The deepest nesting of arrays and objects in a schema; deeper ones are refused. 128 by default.</summary>
    public int MaxSchemaDepth { get; init; } = 128;

    /// <summary>The most schemas and subschemas in one document, counting those it refers to; more are refused. 20,000 by default.</summary>
    public int MaxSubschemas { get; init; } = 20_000;

    /// <summary>
    /// How many schemas may be in evaluation inside one another, through references and nesting together; an instance that needs more
    /// is invalid. 1,000 by default.
    /// </summary>
    public int MaxEvaluationDepth { get; init; } = 1_000;

    /// <summary>
    /// How many times a validation may apply a schema to a value; an instance that needs more is invalid. Long texts, large patterns and
    /// comparisons of whole arrays and objects count more than once, by the work they make. This is what bounds schemas whose references
    /// multiply. 1,000,000 by default.
    /// </summary>
    public int MaxEvaluations { get; init; } = 1_000_000;
}
