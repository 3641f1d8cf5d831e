using System.Collections.Immutable;
using Activations.Errors;
using Activations.Hubs;
using Activations.Identifiers;

namespace Activations.EndUsers;

/// <summary>The decision to give an end user a connection.</summary>
/// <param name="ids">Where ids come from.</param>
public sealed class Connect(IIdSource ids)
{
    /// <summary>Decides. A connection to the hub's primary connector becomes the primary one of a user who has none.</summary>
    /// <param name="hub">The user's hub.</param>
    /// <param name="user">Whose connection it will be.</param>
    /// <param name="connector">What to connect to.</param>
    /// <param name="draft">The connection.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="InvalidRequestException">The data of a credential does not match its type.</exception>
    /// <exception cref="LimitExceededException">The user would hold too much.</exception>
    public Decision<Connection> Decide(
        Hub hub, EndUser user, ConnectorId connector, ConnectionDraft draft, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(draft);
        var violations = new Violations();
        draft.CheckCredentials("connection", violations);
        violations.ThrowIfAny();

        var connection = draft.ToConnection(connector, ids, now);
        var usage = user.Usage with
        {
            Connections = user.Usage.Connections + 1,
            JsonBytes = user.Usage.JsonBytes + connection.JsonByteCount,
        };
        usage.ThrowIfExceeded();

        ImmutableArray<EndUserEdit> edits = [new EndUserEdit.AddConnection(connection)];
        if (user.PrimaryConnectionId is null && connector == hub.PrimaryConnector.Id)
            edits = edits.Add(new EndUserEdit.SetPrimaryConnection(connection.Id, now));
        return Decision.Save(connection, edits, usage);
    }
}
