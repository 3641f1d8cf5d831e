using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Integrations;

/// <summary>The document of an integration with its templates.</summary>
internal static class IntegrationDocument
{
    public const string HubId = "hubId";
    public const string NameFold = "nameFold";
    public const string IsDeployed = "isDeployed";
    public const string DeletedAt = "deletedAt";
    public const string TemplateIds = $"{Templates}.{BsonValues.IdField}";

    public const string Name = "name";
    public const string ScreenshotUrl = "screenshotUrl";
    public const string Summary = "summary";

    private const string ImageUrl = "imageUrl";
    private const string Description = "description";
    private const string VariablesSchema = "variablesSchema";
    private const string Templates = "templates";
    private const string Connector = "connector";
    private const string IsUsed = "isUsed";
    private const string IsPrimary = "isPrimary";
    private const string CreatedAt = "createdAt";

    /// <summary>The fields that documents of earlier releases lack.</summary>
    public static IReadOnlyList<string> AddedFields { get; } =
        [VersionedUpdate.Version, DeletedAt, Summary, ScreenshotUrl, NameFold, ReachFilter.OrganisationId];

    public static BsonDocument Write(Integration integration) => new()
    {
        { BsonValues.IdField, integration.Id.ToBson() },
        { BsonValues.SchemaField, BsonValues.Schema },
        { HubId, integration.HubId.ToBson() },
        { ReachFilter.OrganisationId, integration.OrganisationId.ToBson() },
        { Name, integration.Name },
        { NameFold, SearchTerm.Fold(integration.Name) },
        { ImageUrl, integration.ImageUrl },
        { ScreenshotUrl, integration.ScreenshotUrl },
        { Description, integration.Description },
        { Summary, integration.Summary },
        { VariablesSchema, BsonValues.OrNull(integration.VariablesSchema?.ToBson()) },
        { IsDeployed, integration.IsDeployed },
        { Templates, new BsonArray(integration.Templates.Select(Write)) },
        { VersionedUpdate.Version, (long)integration.Version },
        { CreatedAt, integration.CreatedAt.ToBson() },
        { DeletedAt, BsonValues.OrNull(integration.DeletedAt?.ToBson()) },
    };

    public static Integration Read(BsonDocument document)
    {
        document.ThrowIfNewer();
        return new Integration
        {
            Id = document.ReadId<IntegrationId>(BsonValues.IdField),
            HubId = document.ReadId<HubId>(HubId),
            // An earlier release wrote none, so that API keys don't reach the integration.
            OrganisationId = document.Contains(ReachFilter.OrganisationId)
                ? document.ReadId<OrganisationId>(ReachFilter.OrganisationId)
                : default,
            Name = document[Name].AsString,
            ImageUrl = document[ImageUrl].AsString,
            ScreenshotUrl = document.ReadText(ScreenshotUrl),
            Description = document[Description].AsString,
            Summary = document.ReadText(Summary),
            VariablesSchema = document[VariablesSchema].IsBsonNull ? null : document.ReadJson(VariablesSchema),
            IsDeployed = document[IsDeployed].AsBoolean,
            Templates = [.. document.ReadDocuments(Templates).Select(ReadTemplate)],
            Version = (int)VersionedUpdate.ReadVersion(document),
            CreatedAt = document.ReadTime(CreatedAt),
            DeletedAt = document.ReadTimeOrNull(DeletedAt),
        };
    }

    private static BsonDocument Write(ConnectionTemplate template) => new()
    {
        { BsonValues.IdField, template.Id.ToBson() },
        { Connector, ConnectorDocument.Write(template.Connector) },
        { IsUsed, template.IsUsed },
        { IsPrimary, template.IsPrimary },
    };

    private static ConnectionTemplate ReadTemplate(BsonDocument document) => new()
    {
        Id = document.ReadId<ConnectionTemplateId>(BsonValues.IdField),
        Connector = ConnectorDocument.Read(document[Connector].AsBsonDocument),
        IsUsed = document[IsUsed].AsBoolean,
        IsPrimary = document[IsPrimary].AsBoolean,
    };
}
