using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.Json;
using Activations.V1;

namespace Activations.Grpc.Tests.Activating;

/// <summary>B2–B6: whether the request fits the integration and the user. All that is wrong is reported at once.</summary>
public abstract class ContentRuleTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task B2_a_template_of_another_integration_is_refused(Transport transport)
    {
        var (scene, other) = (await Catalogue.AddSceneAsync(), await Catalogue.AddSceneAsync());

        var answer = await On(transport).CallAsync(scene.Request(r => r.Connections.Add(new ActivationConnectionCreate
        {
            TemplateId = other.MailerTemplate,
            ConnectionId = scene.Mailer.Id.ToString(),
        })));

        answer.Refusal.AsInvalid("connections[1].templateId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B2_the_same_template_twice_is_refused(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.Connections.Add(r.Connections[0].Clone())));

        answer.Refusal.AsInvalid("connections[1].templateId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B3_a_connection_of_someone_else_is_refused_in_the_words_for_an_unknown_one(Transport transport)
    {
        var (scene, other) = (await Catalogue.AddSceneAsync(), await Catalogue.AddSceneAsync());

        var unknown = await On(transport).CallAsync(scene.Request(r => r.Connections[0].ConnectionId = Catalogue.NewId()));
        var foreign = await On(transport).CallAsync(
            scene.Request(r => r.Connections[0].ConnectionId = other.Mailer.Id.ToString()));

        unknown.Refusal.AsInvalid("connections[0].connectionId");
        Assert.Equal(unknown.Refusal.Violations, foreign.Refusal.Violations);
        Assert.Equal(unknown.Refusal.Message, foreign.Refusal.Message);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B3_a_connection_to_another_connector_is_refused(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(
            scene.Request(r => r.Connections[0].ConnectionId = scene.Primary.Id.ToString()));

        answer.Refusal.AsInvalid("connections[0].connectionId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B4_every_used_template_without_a_connection_is_named(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();
        var user = await Catalogue.AddUserAsync(scene.User.Key.HubId);

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            r.UserId = user.Key.ExternalId;
            r.Connections.Clear();
        }));

        answer.Refusal.AsInvalid("connections", "connections");
        Assert.Contains(scene.PrimaryTemplate, answer.Refusal.Violations[0], StringComparison.Ordinal);
        Assert.Contains(scene.MailerTemplate, answer.Refusal.Violations[1], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B5_credentials_that_do_not_match_their_type_are_refused_without_their_values(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            r.Connections[0] = Scene.NewConnection(scene.MailerTemplate);
            var credential = r.Connections[0].Credentials.Action[0].Credential;
            credential.Type = "oauth2-token";
            credential.Data = Structs.Parse("""{"scopes": "s3cret", "accessToken": ["s3cret"], "expiresAt": "s3cret"}""");
        }));

        const string data = "connections[0].credentials.action[0].credential.data";
        answer.Refusal.AsInvalid($"{data}.scopes", $"{data}.refreshToken", $"{data}.accessToken", $"{data}.expiresAt");
        Assert.DoesNotContain("s3cret", answer.Refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B6_every_failing_place_of_the_variables_is_reported(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with
        {
            VariablesSchema = JsonText.FromTrustedText(
            """
            {"properties": {"schedule": {"required": ["hour"]}, "tags": {"items": {"type": "string"}}, "odd.name": {"type": "string"}}, "required": ["listName"]}
            """)
        });

        var answer = await On(transport).CallAsync(scene.Request(r => r.DynamicVariables = Structs.Parse(
            """{"schedule": {}, "tags": ["a", 1, "b", false], "odd.name": 1}""")));

        answer.Refusal.As(ErrorReason.InvalidArgument);
        Assert.Equal(
            [
                "dynamicVariables.listName", "dynamicVariables.schedule.hour", "dynamicVariables.tags[1]",
                "dynamicVariables.tags[3]", """dynamicVariables["odd.name"]""",
            ],
            answer.Refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B6_absent_variables_are_checked_as_an_empty_object(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.DynamicVariables = null));

        answer.Refusal.AsInvalid("dynamicVariables.listName");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B2_to_B6_are_reported_together_and_nothing_is_stored(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(
            i => i with { Templates = [.. i.Templates, Catalogue.Template(Catalogue.Mailer), Catalogue.Template(Catalogue.Mailer)] });
        var templates = scene.Integration.Templates;

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            var wrongData = Scene.NewConnection(templates[3].Id.ToString());
            wrongData.Credentials.Action[0].Credential.Data = Structs.Parse("""{"username": "me"}""");
            r.Connections[0].ConnectionId = Catalogue.NewId();
            r.Connections.Add(new ActivationConnectionCreate
            {
                TemplateId = Catalogue.NewId(),
                ConnectionId = scene.Mailer.Id.ToString(),
            });
            r.Connections.Add(wrongData);
            r.DynamicVariables = Structs.Parse("""{"syncHour": 24}""");
        }));

        answer.Refusal.As(ErrorReason.InvalidArgument);
        Assert.Equal(
            [
                "connections", "connections[0].connectionId", "connections[1].templateId",
                "connections[2].credentials.action[0].credential.data.password", "dynamicVariables.listName",
                "dynamicVariables.syncHour",
            ],
            answer.Refusal.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await On(transport).CallAsync(scene.ListRequest())).Reply.TotalCount);
    }
}

public sealed class ContentRulesOnSqlite(SqliteService service) : ContentRuleTests(service), IClassFixture<SqliteService>;

public sealed class ContentRulesOnMongoDb(MongoDbService service) : ContentRuleTests(service), IClassFixture<MongoDbService>;
