using Activations.Builders;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores.Mongo;
using Activations.Stores.Mongo.Hubs;
using Activations.Stores.Mongo.Integrations;
using MongoDB.Bson;

namespace Activations.Stores.Tests.Mongo;

public sealed class AggregateUpdateTests
{
    private static readonly WriteId Write = Id.Parse<WriteId>("01J0DEM0WR1TE0000000000001");

    private static readonly DateTimeOffset Now = Catalogue.CreatedAt.AddDays(1);

    [Fact]
    public void A_save_names_the_version_and_what_differs()
    {
        var hub = Catalogue.Hub with { Version = 3 };

        var update = UpdateOf(hub, hub with { Version = 4, Name = "New", DeletedAt = Now });

        Assert.Equal(new BsonDocument { { "_id", hub.Id.ToString() }, { "version", 3L } }, update.Filter);
        Assert.Equal(
            new BsonDocument { { "version", 4L }, { "name", "New" }, { "deletedAt", new BsonDateTime(Now.UtcDateTime) } },
            update.Update["$set"]);
    }

    [Fact]
    public void A_save_adds_its_id_to_the_last_writes()
    {
        var update = UpdateOf(Catalogue.Hub, Catalogue.Hub with { Name = "New" });

        Assert.Equal(
            BsonDocument.Parse($$"""{ writes: { $each: ["{{Write}}"], $slice: -32 } }"""), update.Update["$push"]);
        Assert.Equal(["$set", "$push"], update.Update.Names);
    }

    [Fact]
    public void A_save_from_the_first_version_takes_a_document_without_one()
    {
        var update = UpdateOf(Catalogue.Hub, Catalogue.Hub with { Version = 2, Name = "New" });

        Assert.Equal(new BsonDocument("$in", new BsonArray { 1L, BsonNull.Value }), update.Filter["version"]);
        Assert.Equal(2L, update.Set["version"]);
    }

    [Fact]
    public void A_save_counts_even_where_the_change_does_not()
    {
        var update = UpdateOf(Catalogue.Hub, Catalogue.Hub with { Name = "New" });

        Assert.Equal(2L, update.Set["version"]);
    }

    [Fact]
    public void A_renamed_integration_gets_its_name_folded()
    {
        var update = UpdateOf(Catalogue.Ping, Catalogue.Ping with { Version = 2, Name = "Pong é" });

        Assert.Equal(
            new BsonDocument { { "version", 2L }, { "name", "Pong é" }, { "nameFold", "PONG É" } }, update.Set);
    }

    [Fact]
    public void A_template_that_is_no_longer_used_is_one_field()
    {
        var integration = Catalogue.ContactsToMailer;

        var update = UpdateOf(integration, integration.WithUsedTemplates([Catalogue.CrmTemplate.Id]) with { Version = 2 });

        Assert.Equal(new BsonDocument { { "version", 2L }, { "templates.1.isUsed", false } }, update.Set);
    }

    [Fact]
    public void A_new_template_is_set_behind_the_others()
    {
        var integration = Catalogue.ContactsToMailer;

        var update = UpdateOf(integration, integration.With(Catalogue.PingTemplate) with { Version = 2 });

        Assert.Equal(["version", "templates.2"], update.Set.Names);
        Assert.Equal(Catalogue.PingTemplate.Id.ToString(), update.Set["templates.2"]["_id"]);
    }

    [Fact]
    public void A_cleared_schema_and_a_taken_back_tombstone_are_null()
    {
        var deleted = Catalogue.ContactsToMailer with { DeletedAt = Now };

        var update = UpdateOf(deleted, deleted with { Version = 2, VariablesSchema = null, DeletedAt = null });

        Assert.Equal(
            new BsonDocument { { "version", 2L }, { "variablesSchema", BsonNull.Value }, { "deletedAt", BsonNull.Value } },
            update.Set);
    }

    private static VersionedUpdate UpdateOf(Hub before, Hub after) =>
        VersionedUpdate.Between(HubDocument.Write(before), HubDocument.Write(after), Write);

    private static VersionedUpdate UpdateOf(Integration before, Integration after) =>
        VersionedUpdate.Between(IntegrationDocument.Write(before), IntegrationDocument.Write(after), Write);
}
