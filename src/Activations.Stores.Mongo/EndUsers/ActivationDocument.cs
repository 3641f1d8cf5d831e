using Activations.EndUsers;
using Activations.Identifiers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>An activation within the document of its end user.</summary>
internal static class ActivationDocument
{
    public const string IntegrationId = "integrationId";
    public const string Variables = "variables";
    public const string Revision = "revision";
    public const string UpdatedAt = "updatedAt";
    public const string BoundConnectionIds = $"{Bindings}.{ConnectionId}";

    private const string Bindings = "bindings";
    private const string TemplateId = "templateId";
    private const string ConnectionId = "connectionId";
    private const string CreatedAt = "createdAt";

    public static BsonDocument Write(Activation activation) => new()
    {
        { BsonValues.IdField, activation.Id.ToBson() },
        { IntegrationId, activation.IntegrationId.ToBson() },
        { Bindings, new BsonArray(activation.Bindings.Select(Write)) },
        { Variables, activation.DynamicVariables.ToBson() },
        { Revision, activation.Revision },
        { CreatedAt, activation.CreatedAt.ToBson() },
        { UpdatedAt, activation.UpdatedAt.ToBson() },
    };

    public static Activation Read(BsonDocument document) => new()
    {
        Id = document.ReadId<ActivationId>(BsonValues.IdField),
        IntegrationId = document.ReadId<IntegrationId>(IntegrationId),
        Bindings = [.. document.ReadDocuments(Bindings).Select(ReadBinding)],
        DynamicVariables = document.ReadJson(Variables),
        Revision = document[Revision].ToInt32(),
        CreatedAt = document.ReadTime(CreatedAt),
        UpdatedAt = document.ReadTime(UpdatedAt),
    };

    private static BsonDocument Write(Binding binding) => new()
    {
        { TemplateId, binding.TemplateId.ToBson() },
        { ConnectionId, binding.ConnectionId.ToBson() },
    };

    private static Binding ReadBinding(BsonDocument document) =>
        new(document.ReadId<ConnectionTemplateId>(TemplateId), document.ReadId<ConnectionId>(ConnectionId));
}
