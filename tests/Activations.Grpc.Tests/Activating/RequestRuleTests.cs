using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Activating;

/// <summary>B1: whether the request is well formed. All that is wrong is reported at once.</summary>
public abstract class RequestRuleTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_every_missing_field_is_reported_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateActivationRequest
        {
            Connections = { new ActivationConnectionCreate { ConnectionId = Catalogue.NewId() } },
        });

        answer.Refusal.AsInvalid("userId", "integrationId", "connections[0].templateId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_every_malformed_id_is_reported_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateActivationRequest
        {
            UserId = "01J0DEM0VSR00000000000000U", // U is no digit of Crockford's base32
            UserIdType = "internal",
            IntegrationId = "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", // more than 128 bits
            Connections =
            {
                new ActivationConnectionCreate { TemplateId = "short", ConnectionId = Catalogue.NewId() },
                new ActivationConnectionCreate { TemplateId = Catalogue.NewId(), ConnectionId = "01J0DEM0CNX0000000000000011" },
            },
        });

        answer.Refusal.AsInvalid("userId", "integrationId", "connections[0].templateId", "connections[1].connectionId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_a_connection_is_either_an_existing_one_or_a_new_one(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            var both = Scene.NewConnection(scene.MailerTemplate);
            both.ConnectionId = scene.Mailer.Id.ToString();
            r.Connections.Clear();
            r.Connections.Add(both);
            r.Connections.Add(new ActivationConnectionCreate { TemplateId = scene.MailerTemplate });
            r.Connections.Add(new ActivationConnectionCreate { TemplateId = scene.MailerTemplate, Name = "without credentials" });
        }));

        answer.Refusal.AsInvalid("connections[0]", "connections[1]", "connections[2].credentials");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_a_type_of_user_id_is_external_or_internal(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.UserIdType = "EXTERNAL"));

        answer.Refusal.AsInvalid("userIdType");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_an_external_id_has_at_most_255_characters_and_no_control_characters(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var tooLong = await On(transport).CallAsync(scene.Request(r => r.UserId = new string('x', 256)));
        var control = await On(transport).CallAsync(scene.Request(r => r.UserId = "a\u0000b"));
        var tab = await On(transport).CallAsync(scene.Request(r => r.UserId = "a\tb"));

        tooLong.Refusal.AsInvalid("userId");
        control.Refusal.AsInvalid("userId");
        tab.Refusal.AsInvalid("userId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_the_shape_of_a_new_connection_is_checked_to_its_leaves(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            var connection = Scene.NewConnection(scene.MailerTemplate);
            connection.Credentials.Action[0].AuthSchemeConfig = new AuthSchemeConfig { SchemeType = "api-key", In = "body" };
            connection.Credentials.Action[0].Credential = new CredentialCreate { Name = "login", Type = "password" };
            connection.Credentials.Trigger.Add(new ConnectionCredentialCreate());
            connection.Variables[0].Name = "";
            r.Connections[0] = connection;
        }));

        const string credentials = "connections[0].credentials";
        answer.Refusal.AsInvalid(
            $"{credentials}.action[0].authSchemeConfig.name",
            $"{credentials}.action[0].authSchemeConfig.in",
            $"{credentials}.action[0].credential.type",
            $"{credentials}.trigger[0].authSchemeConfig",
            $"{credentials}.trigger[0].credential",
            "connections[0].variables[0].name");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_a_credential_must_have_a_name(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            r.Connections[0] = Scene.NewConnection(scene.MailerTemplate);
            r.Connections[0].Credentials.Action[0].Credential.Name = "";
        }));

        answer.Refusal.AsInvalid("connections[0].credentials.action[0].credential.name");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_variables_may_be_nested_30_levels_deep_and_no_deeper(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { VariablesSchema = null });

        var tooDeep = await On(transport).CallAsync(scene.Request(r => r.DynamicVariables = Structs.Nested(31)));
        var deep = await On(transport).CallAsync(scene.Request(r => r.DynamicVariables = Structs.Nested(30)));

        tooDeep.Refusal.As(ErrorReason.InvalidArgument);
        Assert.StartsWith("dynamicVariables.a.a", Assert.Single(tooDeep.Refusal.Fields));
        Assert.Equal(Structs.Nested(30), deep.Reply.DynamicVariables);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task B1_ten_thousand_connections_are_too_many(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.Connections.AddRange(
            Enumerable.Repeat(r.Connections[0], 9_999).ToList())));

        answer.Refusal.AsInvalid("connections");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hundred_violations_at_most_are_sent_and_the_rest_is_counted(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.Connections.AddRange(
            Enumerable.Repeat(new ActivationConnectionCreate(), 500).ToList())));

        var violations = answer.Refusal.As(ErrorReason.InvalidArgument).Violations;
        Assert.InRange(violations.Count, 2, 101);
        Assert.Equal($": and {1_000 - (violations.Count - 1)} more", violations[^1]);
        Assert.InRange(violations.Take(violations.Count - 1).Sum(v => v.Length - 2), 1, 4096);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_violation_with_an_endless_path_does_not_make_an_endless_answer(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.DynamicVariables = Structs.Parse(
            $$"""{"listName": "a", "{{new string('x', 100_000)}}": 1}""")));

        answer.Refusal.As(ErrorReason.InvalidArgument);
        Assert.InRange(answer.Refusal.ToString().Length, 1, 10_000);
    }
}

public sealed class RequestRulesOnSqlite(SqliteService service) : RequestRuleTests(service), IClassFixture<SqliteService>;

public sealed class RequestRulesOnMongoDb(MongoDbService service) : RequestRuleTests(service), IClassFixture<MongoDbService>;
