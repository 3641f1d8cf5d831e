using System.Collections.Immutable;
using Activations.Errors;
using Activations.Json;

namespace Activations.Integrations;

/// <summary>Checks dynamic variables against JSON Schemas, and the schemas themselves.</summary>
public interface IVariablesSchemas
{
    /// <summary>Checks a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>
    /// Why it can't be compiled, null if it can. The field is relative to the schema: <c>properties.hour.type</c>; empty
    /// for the schema itself.
    /// </returns>
    Violation? CheckSchema(JsonText schema);

    /// <summary>Checks dynamic variables; all that is wrong is found at once.</summary>
    /// <param name="schema">The schema; without one, any object is valid.</param>
    /// <param name="variables">The variables.</param>
    /// <returns>
    /// What is wrong. The fields are relative to the variables: <c>schedule.hour</c>, <c>tags[2]</c>; empty for the
    /// object itself; a property that is missing reports its own path.
    /// </returns>
    ImmutableArray<Violation> Check(JsonText? schema, JsonText variables);
}
