using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DomainTemplate = Activations.Integrations.ConnectionTemplate;
using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>The connection templates of an integration.</summary>
internal sealed partial class IntegrationService
{
    /// <inheritdoc />
    public override async Task<Proto.ConnectionTemplate> CreateConnectionTemplate(
        CreateConnectionTemplateRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<IntegrationId>(request.IntegrationId, "integrationId");
        var connector = ConnectorRequests.Read(request, reader);
        reader.ThrowIfInvalid();

        var integration = await store.RequireIntegrationAsync(context.Reach(), id, context.CancellationToken);
        var hub = await store.RequireHubAsync(context.Reach(), integration.HubId, context.CancellationToken);
        var template = DomainTemplate.Of(connector, hub, ids);
        await integrations.ChangeAsync(context.Reach(), id, i => i.With(template), context.CancellationToken);
        return template.ToProto();
    }

    /// <inheritdoc />
    public override async Task<ConnectionTemplatePage> ListConnectionTemplates(
        ListConnectionTemplatesRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<IntegrationId>(request.IntegrationId, "integrationId");
        var cursors = Cursors.OfIds<ConnectionTemplateId>(nameof(ListConnectionTemplates), id);
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid();

        var integration = await store.RequireIntegrationAsync(context.Reach(), id, context.CancellationToken);
        var page = integration.ListTemplates(asked);
        var reply = new ConnectionTemplatePage();
        reply.ConnectionTemplates.AddRange(page.Rows.Select(template => template.ToProto()));
        return await cursors.CompleteAsync(
            reply, asked, page, template => template.Id, () => Task.FromResult(integration.Templates.Length));
    }

    /// <inheritdoc />
    public override async Task<Empty> UpdateIntegrationMetadata(
        UpdateIntegrationMetadataRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<IntegrationId>(request.IntegrationId, "integrationId");
        var used = reader.Ids<ConnectionTemplateId>(
            request.UsedConnectionTemplates, "usedConnectionTemplates", Activations.Integrations.Integration.MaxTemplates);
        reader.ThrowIfInvalid();

        await integrations.ChangeAsync(context.Reach(), id, i => i.WithUsedTemplates(used), context.CancellationToken);
        return new Empty();
    }
}
