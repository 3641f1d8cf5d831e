using System.Collections.Immutable;
using Activations.Robustness.Model;
using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Robustness.Traffic;

/// <summary>What the traffic is about: a hub of its own, with integrations that need a primary connection, another one, or both.</summary>
/// <param name="HubId">The hub.</param>
/// <param name="PrimaryConnector">Its primary connector.</param>
/// <param name="OtherConnector">Another connector.</param>
/// <param name="Integrations">The integrations, all of them deployed.</param>
internal sealed record Scene(
    string HubId, string PrimaryConnector, string OtherConnector, ImmutableArray<IntegrationShape> Integrations)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes a scene by calls.</summary>
    public static async Task<Scene> CreateAsync(Transport transport)
    {
        var (primary, other, organisation) = (NewId(), NewId(), NewId());
        var hub = await CallAsync<Hub>(transport, new CreateHubRequest
        {
            OrganisationId = organisation,
            Name = "Robust",
            PrimaryConnectorId = primary,
            AuthSchemeConfig = Scheme(),
        });
        ImmutableArray<ImmutableArray<string>> connectors = [[primary], [other], [primary, other], [other, other]];
        var integrations = new List<IntegrationShape>();
        foreach (var needed in connectors)
            integrations.Add(await AddIntegrationAsync(transport, hub.Id, organisation, needed, primary));
        return new Scene(hub.Id, primary, other, [.. integrations]);
    }

    /// <summary>Makes a call that must succeed.</summary>
    public static async Task<T> CallAsync<T>(Transport transport, IMessage request)
        where T : IMessage
    {
        var answer = await transport.SendAsync(request, Patience);
        return answer.Reply is T reply ? reply : throw new InvalidOperationException($"{request}: {answer}");
    }

    private static async Task<IntegrationShape> AddIntegrationAsync(
        Transport transport, string hub, string organisation, ImmutableArray<string> connectors, string primary)
    {
        var schema = Struct.Parser.ParseJson(
            """{"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 0}}}""");
        var integration = await CallAsync<Integration>(transport, new CreateIntegrationRequest
        {
            HubId = hub,
            OrganisationId = organisation,
            Name = $"Needs {connectors.Length}",
            VariablesSchema = schema,
        });
        var templates = new List<TemplateShape>();
        foreach (var connector in connectors)
        {
            var template = await CallAsync<ConnectionTemplate>(transport, new CreateConnectionTemplateRequest
            {
                IntegrationId = integration.Id,
                ConnectorId = connector,
                AuthSchemeConfig = Scheme(),
            });
            templates.Add(new TemplateShape(template.Id, connector, connector == primary));
        }

        await CallAsync<Integration>(transport, new DeployIntegrationRequest { IntegrationId = integration.Id });
        return new IntegrationShape(integration.Id, [.. templates]);
    }

    private static AuthSchemeConfig Scheme() => new() { Id = "key", SchemeType = "api-key", Name = "X-Api-Key", In = "header" };

    private static string NewId() => Ulid.NewUlid().ToString();
}
