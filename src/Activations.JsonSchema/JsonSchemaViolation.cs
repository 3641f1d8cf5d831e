namespace Activations.JsonSchema;

/// <summary>One way in which an instance does not match a schema (an error of core §12.3).</summary>
public sealed record JsonSchemaViolation
{
    /// <summary>
    /// The failing place in the instance, as a JSON Pointer (RFC 6901); empty for the whole instance. A property that is not allowed, or
    /// whose name is not, is reported at its own location; a missing one at the object it is missing from.
    /// </summary>
    public required string InstanceLocation { get; init; }

    /// <summary>
    /// The failing keyword as a JSON Pointer along the path of evaluation, through references (core §12.3.1), such as
    /// <c>/properties/syncHour/maximum</c>.
    /// </summary>
    public required string KeywordLocation { get; init; }

    /// <summary>The failing keyword by the URI of its schema resource and a JSON Pointer fragment (core §12.3.2).</summary>
    public required string AbsoluteKeywordLocation { get; init; }

    /// <summary>What is wrong, in words for whoever wrote the instance: "must be at most 23".</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The name of the missing property when the keyword is <c>required</c>, <c>dependentRequired</c> or draft-07's <c>dependencies</c>
    /// (validation §6.5.3, §6.5.4); otherwise <see langword="null"/>.
    /// </summary>
    public string? MissingProperty { get; init; }
}
