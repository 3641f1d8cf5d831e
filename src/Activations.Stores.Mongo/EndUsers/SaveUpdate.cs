using Activations.EndUsers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>
/// A change set as one update of one document (G2), which takes place only at the version that it was decided on (G3). It
/// names the fields that change and leaves the others as they are.
/// </summary>
internal sealed class SaveUpdate
{
    private readonly BsonDocument push = [];
    private readonly BsonDocument pull = [];
    private readonly BsonDocument set = [];

    private SaveUpdate(EndUserChange change)
    {
        Filter = new BsonDocument
        {
            { BsonValues.IdField, change.From.Id.ToBson() },
            { EndUserDocument.HubId, change.From.Key.HubId.ToBson() },
            { EndUserDocument.ExternalId, change.From.Key.ExternalId },
            { EndUserDocument.Version, change.From.Version },
        };
        foreach (var edit in change.Edits)
            Add(change.From, edit);
        AddUsage(change.Usage);
        push.Add(Writes.Field, PushOf(change.WriteId.ToBson(), keep: Writes.Kept));
    }

    /// <summary>The user at the version from which the change starts.</summary>
    public BsonDocument Filter { get; }

    /// <summary>What changes.</summary>
    public BsonDocument Update
    {
        get
        {
            var update = new BsonDocument
            {
                { "$push", push },
                { "$set", set },
                { "$inc", new BsonDocument(EndUserDocument.Version, 1L) },
            };
            if (pull.ElementCount > 0)
                update.Add("$pull", pull);
            return update;
        }
    }

    /// <summary>The update for a change.</summary>
    public static SaveUpdate Of(EndUserChange change) => new(change);

    private void Add(EndUser from, EndUserEdit edit)
    {
        switch (edit)
        {
            case EndUserEdit.AddConnection { Connection: var connection }:
                AddConnection(ConnectionDocument.Write(connection));
                break;
            case EndUserEdit.SetPrimaryConnection primary:
                set[EndUserDocument.PrimaryConnectionId] = primary.Id.ToBson();
                set[EndUserDocument.UpdatedAt] = primary.At.ToBson();
                break;
            case EndUserEdit.AddActivation { Activation: var activation }:
                push.Add(EndUserDocument.Activations, ActivationDocument.Write(activation));
                break;
            case EndUserEdit.RemoveActivation { Id: var id }:
                pull.Add(EndUserDocument.Activations, new BsonDocument(BsonValues.IdField, id.ToBson()));
                break;
            case EndUserEdit.SetVariables variables:
                SetVariables(variables);
                break;
            case EndUserEdit.RememberRequestId remember:
                push.Add(EndUserDocument.RequestIds, Remember(from, remember));
                break;
            default:
                throw new ArgumentException($"An unknown kind of edit: {edit.GetType().Name}.", nameof(edit));
        }
    }

    private void AddConnection(BsonDocument connection)
    {
        if (!push.TryGetValue(EndUserDocument.Connections, out var connections))
            push.Add(EndUserDocument.Connections, connections = new BsonDocument("$each", new BsonArray()));
        connections["$each"].AsBsonArray.Add(connection);
    }

    private void SetVariables(EndUserEdit.SetVariables variables)
    {
        // The element that the filter finds is the one that $ stands for.
        const string Found = $"{EndUserDocument.Activations}.$.";
        Filter.Add(EndUserDocument.ActivationIds, variables.Id.ToBson());
        set[Found + ActivationDocument.Variables] = variables.DynamicVariables.ToBson();
        set[Found + ActivationDocument.Revision] = variables.Revision;
        set[Found + ActivationDocument.UpdatedAt] = variables.At.ToBson();
    }

    private void AddUsage(EndUserUsage usage)
    {
        set[EndUserDocument.ConnectionCount] = usage.Connections;
        set[EndUserDocument.ActivationCount] = usage.Activations;
        set[EndUserDocument.JsonBytes] = usage.JsonBytes;
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
            ? PushOf(used, keep: null)
            : PushOf(used, keep: from.Usage.RequestIds + 1, sortBy: UsedRequestIdDocument.UsedAt);
    }

    private static BsonDocument PushOf(BsonValue item, int? keep, string? sortBy = null)
    {
        var push = new BsonDocument("$each", new BsonArray { item });
        if (sortBy is not null)
            push.Add("$sort", new BsonDocument(sortBy, 1));
        if (keep is { } count)
            push.Add("$slice", -count);
        return push;
    }
}
