using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;

namespace Activations.EndUsers;

/// <summary>The decision to delete a connection.</summary>
public static class Disconnect
{
    /// <summary>Decides. A user whose primary connection it is has none afterwards.</summary>
    /// <param name="user">Whose connection it is, loaded with the connection and the activations that bind it.</param>
    /// <param name="id">The connection.</param>
    /// <param name="isForced">Whether to delete the activations that bind it too.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="ResourceNotFoundException">There is no such connection.</exception>
    /// <exception cref="ConnectionInUseException">Activations bind it, and it is not forced.</exception>
    public static Decision<ConnectionId> Decide(EndUser user, ConnectionId id, bool isForced, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(user);
        var connection = user.FindConnection(id) ?? throw ResourceNotFoundException.Connection();
        var activations = user.FindActivationsBinding(id);
        if (!activations.IsEmpty && !isForced)
            throw new ConnectionInUseException([.. activations.Select(a => a.Id)]);

        ImmutableArray<EndUserEdit> edits = [new EndUserEdit.RemoveConnection(id)];
        if (user.PrimaryConnectionId == id)
            edits = edits.Add(new EndUserEdit.SetPrimaryConnection(null, now));
        if (!activations.IsEmpty)
            edits = edits.Add(new EndUserEdit.RemoveActivations([.. activations.Select(a => a.Id)]));

        var usage = user.Usage with
        {
            Connections = user.Usage.Connections - 1,
            Activations = user.Usage.Activations - activations.Length,
            JsonBytes = user.Usage.JsonBytes - connection.JsonByteCount
                - activations.Sum(a => a.DynamicVariables.ByteCount),
        };
        return Decision.Save(id, edits, usage);
    }
}
