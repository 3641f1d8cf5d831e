using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>The decision to replace the dynamic variables of an activation.</summary>
public static class DynamicVariables
{
    /// <summary>The path of the variables in every request that carries them.</summary>
    public const string Path = "dynamicVariables";

    /// <summary>Decides.</summary>
    /// <param name="schemas">Checks the variables.</param>
    /// <param name="integration">The activation's integration.</param>
    /// <param name="user">Whose activation it is.</param>
    /// <param name="activation">The activation, as loaded with the user; null if there is none.</param>
    /// <param name="variables">What to set.</param>
    /// <param name="etags">The etags of which one must be the current one; null if any state will do.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="ResourceNotFoundException">There is no such activation.</exception>
    /// <exception cref="EtagMismatchException">The activation was changed.</exception>
    /// <exception cref="InvalidRequestException">The variables are not valid against the schema.</exception>
    /// <exception cref="LimitExceededException">The user would hold too much.</exception>
    public static Decision<ActivationId> Decide(
        IVariablesSchemas schemas,
        Integration integration,
        EndUser user,
        Activation? activation,
        JsonText variables,
        ImmutableArray<string>? etags,
        DateTimeOffset now)
    {
        if (activation is null)
            throw ResourceNotFoundException.Activation();
        activation.ThrowIfStale(etags);

        var violations = new Violations();
        foreach (var violation in schemas.Check(integration.VariablesSchema, variables))
            violations.Add(violation.Below(Path));
        violations.ThrowIfAny();

        var usage = user.Usage with
        {
            JsonBytes = user.Usage.JsonBytes - activation.DynamicVariables.ByteCount + variables.ByteCount,
        };
        usage.ThrowIfExceeded();

        return Decision.Save(
            activation.Id,
            [new EndUserEdit.SetVariables(activation.Id, variables, activation.Revision + 1, now)],
            usage);
    }
}
