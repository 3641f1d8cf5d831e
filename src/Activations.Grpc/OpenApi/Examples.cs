using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Activations.Grpc.Demo;
using Microsoft.OpenApi;

namespace Activations.Grpc.OpenApi;

/// <summary>
/// A request for each operation that works on the demo catalogue. Only the id of an API key is nobody's to choose: it is linked
/// to the answer that has it.
/// </summary>
/// <param name="activationId">The activation that the demo made; without it, that of the links.</param>
internal sealed partial class Examples(string? activationId)
{
    private const string NightlyExport = "01J0DEM01NT000000000000002";
    private const string NewSigningKey = "01J0DEM0S1G000000000000001";
    private const string SecondUser = "second-user";

    private static readonly FrozenDictionary<string, JsonNode> Parameters = new Dictionary<string, JsonNode>
    {
        ["hub_id"] = DemoCatalogue.Hub,
        ["organisation_id"] = DemoCatalogue.Organisation.ToString(),
        ["integration_id"] = DemoCatalogue.ContactsToMailer,
        ["user_id"] = "demo-user",
        ["connection_id"] = DemoCatalogue.MailerConnection,
        ["connection_template_id"] = DemoCatalogue.MailerTemplate,
        ["activation_id"] = "01J0DEM0ACT000000000000001",
        ["api_key_id"] = "01J0DEM0K3Y000000000000001",
        ["signing_key_id"] = NewSigningKey,
    }.ToFrozenDictionary();

    /// <summary>What differs from <see cref="Parameters"/>: what is changed or deleted is what no other example needs.</summary>
    private static readonly FrozenDictionary<(string Operation, string Parameter), JsonNode> OwnParameters =
        new Dictionary<(string, string), JsonNode>
        {
            [("UpdateIntegration", "integration_id")] = NightlyExport,
            [("DeleteIntegration", "integration_id")] = NightlyExport,
            [("DeployIntegration", "integration_id")] = NightlyExport,
            [("UndeployIntegration", "integration_id")] = NightlyExport,
            [("CreateConnectionTemplate", "integration_id")] = NightlyExport,
            [("UpdateIntegrationMetadata", "integration_id")] = NightlyExport,
            [("DeleteConnection", "connection_id")] = "01J0DEM0CNX000000000000003",
            [("DeleteConnection", "force")] = true,
            [("DeleteEndUser", "user_id")] = SecondUser,
            [("ListEndUsers", "search")] = "demo",
            [("ListEndUserIntegrations", "deployed")] = true,
        }.ToFrozenDictionary();

    /// <summary>The operations whose answer has an id that only the service chooses: where it is, and what takes it.</summary>
    private static readonly (string From, string Pointer, string Parameter, string[] To)[] Links =
    [
        (
            "CreateActivation", "/id", "activation_id",
            ["GetActivation", "UpdateDynamicVariables", "ResolveActivation", "DeleteActivation"]
        ),
        ("CreateApiKey", "/apiKey/id", "api_key_id", ["RevokeApiKey"]),
    ];

    /// <summary>The value of a parameter; null if the call does without it.</summary>
    public JsonNode? ParameterOf(string operation, string parameter, bool isRequired)
    {
        if (parameter == "activation_id" && activationId is not null)
            return activationId;
        if (OwnParameters.TryGetValue((operation, parameter), out var own))
            return own.DeepClone();
        return isRequired ? Parameters[parameter].DeepClone() : null;
    }

    /// <summary>The body that an operation takes.</summary>
    public static JsonNode BodyOf(string operation) => JsonNode.Parse(Bodies[operation])!;

    /// <summary>What can be called next with what an operation answers; null if there is nothing.</summary>
    public static Dictionary<string, IOpenApiLink>? LinksFrom(string operation)
    {
        var links = Links.Where(link => link.From == operation)
            .SelectMany(link => link.To.Select(to => (Operation: to, link.Parameter, link.Pointer)))
            .ToDictionary(link => link.Operation, IOpenApiLink (link) => new OpenApiLink
            {
                OperationId = link.Operation,
                Parameters = new Dictionary<string, RuntimeExpressionAnyWrapper>
                {
                    [link.Parameter] = new() { Expression = RuntimeExpression.Build($"$response.body#{link.Pointer}") },
                },
            });
        return links.Count == 0 ? null : links;
    }
}
