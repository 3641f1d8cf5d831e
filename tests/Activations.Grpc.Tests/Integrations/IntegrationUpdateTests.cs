using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Integrations;

/// <summary>An update changes what is given and nothing else.</summary>
public abstract class IntegrationUpdateTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    private static readonly Action<UpdateIntegrationRequest>[] EachField =
    [
        r => r.Name = "New name",
        r => r.Description = "New description",
        r => r.Summary = "New summary",
        r => r.ImageUrl = "https://new.example/logo.png",
        r => r.ScreenshotUrl = "https://new.example/screen.png",
        r => r.VariablesSchema = Structs.Parse("""{"type": "object"}"""),
    ];

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Each_field_alone_leaves_the_others_as_they_are(Transport transport)
    {
        foreach (var change in EachField)
        {
            var before = await AddAsync(transport);

            var after = await UpdateAsync(transport, before, change);

            var expected = Changed(before, change);
            Assert.NotEqual(before, expected);
            Assert.Equal(expected, after.Reply);
            Assert.Equal(expected, await ReadAsync(transport, before));
        }
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Changes_of_different_fields_at_once_all_take_effect(Transport transport)
    {
        var before = await AddAsync(transport);

        var answers = await Task.WhenAll(EachField.Select(change => UpdateAsync(transport, before, change)));

        Assert.All(answers, answer => Assert.Null(answer.RefusalOrNull));
        Assert.Equal(EachField.Aggregate(before, Changed), await ReadAsync(transport, before));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Texts_but_for_the_name_may_become_empty(Transport transport)
    {
        var before = await AddAsync(transport);

        var after = await UpdateAsync(
            transport, before, r => r.Description = r.Summary = r.ImageUrl = r.ScreenshotUrl = "");

        Assert.Equal(
            new Integration(before) { Description = "", Summary = "", ImageUrl = "", ScreenshotUrl = "" }, after.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_update_of_nothing_changes_nothing(Transport transport)
    {
        var before = await AddAsync(transport);

        var after = await UpdateAsync(transport, before, _ => { });

        Assert.Equal(before, after.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_mask_says_which_fields_to_change_and_clears_what_is_absent(Transport transport)
    {
        var before = await AddAsync(transport);

        var after = await UpdateAsync(transport, before, r =>
        {
            r.Name = "Not in the mask";
            r.Summary = "New summary";
            r.UpdateMask = new FieldMask { Paths = { "summary", "description", "variables_schema" } };
        });

        Assert.Equal(
            new Integration(before) { Summary = "New summary", Description = "", VariablesSchema = null }, after.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_mask_that_names_a_field_that_can_not_be_changed_is_a_violation(Transport transport)
    {
        var before = await AddAsync(transport);

        var answer = await UpdateAsync(transport, before, r =>
        {
            r.Name = "New name";
            r.UpdateMask = new FieldMask { Paths = { "name", "is_deployed", "nonsense" } };
        });

        answer.Refusal.AsInvalid("updateMask", "updateMask");
        Assert.Equal(before, await ReadAsync(transport, before));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_an_update_is_reported_at_once_and_nothing_is_changed(Transport transport)
    {
        var before = await AddAsync(transport);

        var answer = await UpdateAsync(transport, before, r =>
        {
            r.Name = "";
            r.ImageUrl = "logo.png";
            r.ScreenshotUrl = "/screen.png";
            r.Description = r.Summary = new string('x', 10_001);
            r.VariablesSchema = Structs.Parse("""{"type": 1}""");
        });

        answer.Refusal.AsInvalid("name", "imageUrl", "screenshotUrl", "description", "summary", "variablesSchema.type");
        Assert.Equal(before, await ReadAsync(transport, before));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_was_changed_shows_in_the_activations_of_the_integration(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddDeployedIntegrationAsync();
        var activation = await scene.ActivateAsync(await scene.AddUserAsync(), integration);

        await UpdateAsync(transport, integration, r => r.Name = "New name");

        var read = await On(transport).CallAsync(new GetActivationRequest { ActivationId = activation.Id });
        Assert.Equal("New name", read.Reply.Integration.Name);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_that_is_not_there_can_not_be_changed(Transport transport)
    {
        var unknown = await On(transport).CallAsync(
            new UpdateIntegrationRequest { IntegrationId = Catalogue.NewId(), Name = "New" });
        var malformed = await On(transport).CallAsync(
            new UpdateIntegrationRequest { IntegrationId = "nonsense", Name = "" });

        unknown.Refusal.As(ErrorReason.IntegrationNotFound);
        malformed.Refusal.AsInvalid("integrationId", "name");
    }

    private async Task<Integration> AddAsync(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        return await scene.AddDeployedIntegrationAsync(r =>
        {
            r.Description = "Description";
            r.Summary = "Summary";
            r.ImageUrl = "https://old.example/logo.png";
            r.ScreenshotUrl = "https://old.example/screen.png";
            r.VariablesSchema = Structs.Parse("""{"minProperties": 0}""");
        });
    }

    private static Integration Changed(Integration integration, Action<UpdateIntegrationRequest> change)
    {
        var request = new UpdateIntegrationRequest
        {
            Name = integration.Name,
            Description = integration.Description,
            Summary = integration.Summary,
            ImageUrl = integration.ImageUrl,
            ScreenshotUrl = integration.ScreenshotUrl,
            VariablesSchema = integration.VariablesSchema,
        };
        change(request);
        return new Integration(integration)
        {
            Name = request.Name,
            Description = request.Description,
            Summary = request.Summary,
            ImageUrl = request.ImageUrl,
            ScreenshotUrl = request.ScreenshotUrl,
            VariablesSchema = request.VariablesSchema,
        };
    }

    private Task<Answer<Integration>> UpdateAsync(
        Transport transport, Integration integration, Action<UpdateIntegrationRequest> change)
    {
        var request = new UpdateIntegrationRequest { IntegrationId = integration.Id };
        change(request);
        return On(transport).CallAsync(request);
    }

    private async Task<Integration> ReadAsync(Transport transport, Integration integration) =>
        (await On(transport).CallAsync(new GetIntegrationRequest { IntegrationId = integration.Id })).Reply;
}

public sealed class IntegrationUpdatesOnSqlite(SqliteService service)
    : IntegrationUpdateTests(service), IClassFixture<SqliteService>;

public sealed class IntegrationUpdatesOnMongoDb(MongoDbService service)
    : IntegrationUpdateTests(service), IClassFixture<MongoDbService>;
