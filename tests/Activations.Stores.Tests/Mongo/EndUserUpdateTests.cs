using Activations.Builders;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Stores.Mongo;
using Activations.Stores.Mongo.EndUsers;
using Activations.Stores.Tests.Suite;
using MongoDB.Bson;

namespace Activations.Stores.Tests.Mongo;

public sealed class EndUserUpdateTests
{
    private static readonly DateTimeOffset Now = Sample.Now.AddDays(1);

    private readonly Sample make = new(new CountingIds());

    [Fact]
    public void A_change_is_filtered_by_the_shard_key_and_the_version()
    {
        var user = make.User("someone", Sample.Hub) with { Version = 7 };

        var update = UpdateOf(user, new EndUserEdit.AddConnection(make.Connection()));

        Assert.Equal(
            new BsonDocument
            {
                { "_id", user.Id.ToString() },
                { "hubId", Sample.Hub.ToString() },
                { "externalId", "someone" },
                { "version", 7L },
            },
            update.Filter);
        Assert.Equal(8L, update.Set["version"]);
    }

    [Fact]
    public void A_change_of_a_connection_names_its_fields_and_leaves_the_others()
    {
        var connection = make.Connection();
        var changed = connection with { Name = "New", UpdatedAt = Now };

        var update = UpdateOf(make.User(connection), new EndUserEdit.SetConnection(changed));

        Assert.Equal([Element("connection", connection.Id.ToString())], update.ArrayFilters);
        Assert.Equal(
            [
                "connections.$[connection].name",
                "connections.$[connection].credentials",
                "connections.$[connection].variables",
                "connections.$[connection].updatedAt",
            ],
            update.Set.Names.Where(name => name.StartsWith("connections", StringComparison.Ordinal)));
        Assert.Equal("New", update.Set["connections.$[connection].name"]);
    }

    [Fact]
    public void A_connection_and_an_activation_are_changed_by_names_of_their_own()
    {
        var connection = make.Connection();
        var id = make.NextId<ActivationId>();
        var user = make.User(connection);

        var update = SaveUpdate.Of(new EndUserChange
        {
            From = user,
            WriteId = make.NextId<WriteId>(),
            Edits =
            [
                new EndUserEdit.SetConnection(connection),
                new EndUserEdit.SetVariables(id, Activations.Json.JsonText.FromTrustedText("{}"), 2, Now),
            ],
            Usage = user.Usage,
        });

        Assert.Equal(
            [Element("connection", connection.Id.ToString()), Element("activation", id.ToString())], update.ArrayFilters);
        Assert.Equal("{}", update.Set["activations.$[activation].variables"]);
    }

    [Fact]
    public void A_connection_is_removed_with_the_activations_that_bind_it_in_one_update()
    {
        var connection = make.Connection();
        var user = make.User(connection) with { PrimaryConnectionId = connection.Id };
        ActivationId[] bound = [make.NextId<ActivationId>(), make.NextId<ActivationId>()];

        var update = SaveUpdate.Of(new EndUserChange
        {
            From = user,
            WriteId = make.NextId<WriteId>(),
            Edits =
            [
                new EndUserEdit.RemoveConnection(connection.Id),
                new EndUserEdit.SetPrimaryConnection(null, Now),
                new EndUserEdit.RemoveActivations([.. bound]),
            ],
            Usage = default,
        });

        var ids = new BsonArray(bound.Select(id => id.ToString()));
        Assert.Equal(
            new BsonDocument
            {
                { "connections", new BsonDocument("_id", connection.Id.ToString()) },
                { "activations", new BsonDocument("_id", new BsonDocument("$in", ids)) },
            },
            update.Update["$pull"]);
        Assert.Equal(BsonNull.Value, update.Set["primaryConnectionId"]);
        Assert.Empty(update.ArrayFilters);
    }

    private static BsonDocument Element(string name, string id) => new($"{name}._id", id);

    private VersionedUpdate UpdateOf(EndUser user, params EndUserEdit[] edits) => SaveUpdate.Of(make.Change(user, edits));
}
