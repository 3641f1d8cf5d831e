using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Activating;

/// <summary>A1–A4: whether an activation may exist, and in which order that is found out.</summary>
public abstract class ExistenceRuleTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A1_an_integration_that_does_not_exist_is_not_found(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.IntegrationId = Catalogue.NewId()));

        answer.Refusal.As(ErrorReason.IntegrationNotFound);
    }
}

public sealed class ExistenceRulesOnSqlite(SqliteService service) : ExistenceRuleTests(service), IClassFixture<SqliteService>;

public sealed class ExistenceRulesOnMongoDb(MongoDbService service) : ExistenceRuleTests(service), IClassFixture<MongoDbService>;
