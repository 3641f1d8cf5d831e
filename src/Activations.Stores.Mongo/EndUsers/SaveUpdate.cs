using Activations.EndUsers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>A user's change set as one update of the user's document.</summary>
internal static class SaveUpdate
{
    /// <summary>The update for a change.</summary>
    public static VersionedUpdate Of(EndUserChange change)
    {
        var from = change.From;
        var update = new VersionedUpdate(EndUserDocument.KeyOf(from.Id, from.Key), from.Version, change.WriteId);
        foreach (var edit in change.Edits)
            Add(update, from, edit);

        update.Set[EndUserDocument.ConnectionCount] = change.Usage.Connections;
        update.Set[EndUserDocument.ActivationCount] = change.Usage.Activations;
        update.Set[EndUserDocument.JsonBytes] = change.Usage.JsonBytes;
        return update;
    }

    private static void Add(VersionedUpdate update, EndUser from, EndUserEdit edit)
    {
        switch (edit)
        {
            case EndUserEdit.AddConnection { Connection: var connection }:
                AddConnection(update, ConnectionDocument.Write(connection));
                break;
            case EndUserEdit.SetConnection { Connection: var connection }:
                SetConnection(update, connection);
                break;
            case EndUserEdit.RemoveConnection { Id: var id }:
                update.Pull.Add(EndUserDocument.Connections, new BsonDocument(BsonValues.IdField, id.ToBson()));
                break;
            case EndUserEdit.SetPrimaryConnection primary:
                update.Set[EndUserDocument.PrimaryConnectionId] = BsonValues.OrNull(primary.Id?.ToBson());
                update.Set[EndUserDocument.UpdatedAt] = primary.At.ToBson();
                break;
            case EndUserEdit.AddActivation { Activation: var activation }:
                update.Push.Add(EndUserDocument.Activations, ActivationDocument.Write(activation));
                break;
            case EndUserEdit.RemoveActivations { Ids: var ids }:
                var those = new BsonDocument("$in", new BsonArray(ids.Select(id => id.ToBson())));
                update.Pull.Add(EndUserDocument.Activations, new BsonDocument(BsonValues.IdField, those));
                break;
            case EndUserEdit.SetVariables variables:
                SetVariables(update, variables);
                break;
            case EndUserEdit.RememberRequestId remember:
                update.Push.Add(EndUserDocument.RequestIds, Remember(from, remember));
                break;
            default:
                throw new ArgumentException($"An unknown kind of edit: {edit.GetType().Name}.", nameof(edit));
        }
    }

    private static void AddConnection(VersionedUpdate update, BsonDocument connection)
    {
        if (!update.Push.TryGetValue(EndUserDocument.Connections, out var connections))
            update.Push.Add(EndUserDocument.Connections, connections = new BsonDocument("$each", new BsonArray()));
        connections["$each"].AsBsonArray.Add(connection);
    }

    private static void SetConnection(VersionedUpdate update, Connection connection)
    {
        var found = ElementOf(update, EndUserDocument.Connections, "connection", connection.Id.ToBson());
        var document = ConnectionDocument.Write(connection);
        string[] fields =
        [
            ConnectionDocument.Name, ConnectionDocument.Credentials, ConnectionDocument.Variables, ConnectionDocument.UpdatedAt,
        ];
        foreach (var field in fields)
            update.Set[found + field] = document[field];
    }

    private static void SetVariables(VersionedUpdate update, EndUserEdit.SetVariables variables)
    {
        var found = ElementOf(update, EndUserDocument.Activations, "activation", variables.Id.ToBson());
        update.Set[found + ActivationDocument.Variables] = variables.DynamicVariables.ToBson();
        update.Set[found + ActivationDocument.Revision] = variables.Revision;
        update.Set[found + ActivationDocument.UpdatedAt] = variables.At.ToBson();
    }

    /// <summary>
    /// The beginning of the paths into one element of an array. It has a name of its own, since the plain <c>$</c> stands
    /// for one element in all, and a change may set a connection and an activation.
    /// </summary>
    private static string ElementOf(VersionedUpdate update, string array, string name, BsonValue id)
    {
        update.ArrayFilters.Add(new BsonDocument($"{name}.{BsonValues.IdField}", id));
        return $"{array}.$[{name}].";
    }

    /// <summary>
    /// Adds a request id and forgets the stale ones: sorted by time, they are in front of those that were counted when
    /// the user was loaded, and the version says that the count still holds (G10).
    /// </summary>
    private static BsonDocument Remember(EndUser from, EndUserEdit.RememberRequestId remember)
    {
        var used = UsedRequestIdDocument.Write(remember.Used);
        // Where they were not counted, none is forgotten; the next save that counted them makes up for it.
        return from.Parts.RequestId is null
            ? VersionedUpdate.PushOf(used, keep: null)
            : VersionedUpdate.PushOf(used, keep: from.Usage.RequestIds + 1, sortBy: UsedRequestIdDocument.UsedAt);
    }
}
