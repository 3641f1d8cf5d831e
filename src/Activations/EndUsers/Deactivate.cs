using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;

namespace Activations.EndUsers;

/// <summary>The decision to delete an activation. Its connections stay with the user.</summary>
public static class Deactivate
{
    /// <summary>Decides.</summary>
    /// <param name="user">Whose activation it is.</param>
    /// <param name="id">The activation.</param>
    /// <param name="etags">The etags of which one must be the current one; null if any state will do.</param>
    /// <exception cref="ResourceNotFoundException">There is no such activation.</exception>
    /// <exception cref="EtagMismatchException">The activation was changed.</exception>
    public static Decision<ActivationId> Decide(EndUser user, ActivationId id, ImmutableArray<string>? etags)
    {
        ArgumentNullException.ThrowIfNull(user);
        var activation = user.FindActivation(id) ?? throw ResourceNotFoundException.Activation();
        activation.ThrowIfStale(etags);

        var usage = user.Usage with
        {
            Activations = user.Usage.Activations - 1,
            JsonBytes = user.Usage.JsonBytes - activation.DynamicVariables.ByteCount,
        };
        return Decision.Save(id, [new EndUserEdit.RemoveActivations([id])], usage);
    }
}
