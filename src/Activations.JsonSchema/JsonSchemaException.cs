namespace Activations.JsonSchema;

/// <summary>A schema that cannot be compiled: malformed, referring to what is not there, or beyond a limit.</summary>
public sealed class JsonSchemaException : Exception
{
    /// <summary>Tells what is wrong at which place of the schema.</summary>
    public JsonSchemaException(string location, string problem)
        : base($"The schema is not valid at '#{location}': {problem}")
    {
        Location = location;
        Problem = problem;
    }

    /// <summary>The place in the schema, as a JSON Pointer (RFC 6901); empty for the whole schema.</summary>
    public string Location { get; }

    /// <summary>What is wrong there.</summary>
    public string Problem { get; }
}
