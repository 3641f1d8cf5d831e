using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Grpc.Telemetry;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores;
using Activations.Time;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DomainEndUser = Activations.EndUsers.EndUser;
using DomainIntegration = Activations.Integrations.Integration;
using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>The calls on single activations: parse, load, decide, save, reply.</summary>
internal sealed partial class ActivationService(
    IStore store,
    EndUserChanger users,
    Activate activate,
    IVariablesSchemas schemas,
    ListCounts counts,
    AuditLog audit,
    ServiceInstruments instruments,
    TimeProvider time) : Proto.ActivationService.ActivationServiceBase
{
    /// <inheritdoc />
    public override async Task<Proto.Activation> CreateActivation(
        CreateActivationRequest request, ServerCallContext context)
    {
        try
        {
            return await ActivateAsync(request, context);
        }
        catch (ActivationsException refusal)
        {
            instruments.CountRefusal(refusal);
            throw;
        }
    }

    /// <inheritdoc />
    public override Task<Proto.Activation> GetActivation(GetActivationRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ActivationId>(request.ActivationId, "activationId");
        reader.ThrowIfInvalid();

        return ReadActivationAsync(id, context);
    }

    /// <inheritdoc />
    public override async Task<Empty> DeleteActivation(DeleteActivationRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ActivationId>(request.ActivationId, "activationId");
        var etags = reader.Etags(request.Etag, context.IfMatch());
        reader.ThrowIfInvalid();

        await users.ChangeAsync(
            context.Reach(),
            new EndUserLookup.ByActivation(id),
            new EndUserParts { Activation = id },
            current => Deactivate.Decide(current, id, etags),
            context.CancellationToken);
        return new Empty();
    }

    /// <inheritdoc />
    public override async Task<UpdateDynamicVariablesResponse> UpdateDynamicVariables(
        UpdateDynamicVariablesRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ActivationId>(request.ActivationId, "activationId");
        var variables = reader.Json(request.DynamicVariables, DynamicVariables.Path);
        var etags = reader.Etags(request.Etag, context.IfMatch());
        reader.ThrowIfInvalid();

        var (_, integration) = await LoadActivationAsync(id, context);
        await users.ChangeAsync(
            context.Reach(),
            new EndUserLookup.ByActivation(id),
            new EndUserParts { Activation = id },
            current => DynamicVariables.Decide(
                schemas, integration, current, current.FindActivation(id), variables, etags, time.GetUtcNowToTheMillisecond()),
            context.CancellationToken);
        return new UpdateDynamicVariablesResponse { DynamicVariables = StructJson.ToStruct(variables) };
    }

    private async Task<Proto.Activation> ActivateAsync(CreateActivationRequest request, ServerCallContext context)
    {
        var draft = request.ToDraft(context.IdempotencyKey());
        var now = time.GetUtcNowToTheMillisecond();
        var integration = await store.RequireIntegrationAsync(context.Reach(), draft.IntegrationId, context.CancellationToken);

        var (activated, user) = await users.ChangeAsync(
            context.Reach(),
            draft.User.In(integration.HubId),
            draft.Parts(now),
            current => activate.Decide(integration, current, draft, now),
            context.CancellationToken);

        // Also for a replay: what is answered is of the state in which it was found, not of a later one.
        var activation = user.Activations.FirstOrDefault(a => a.Id == activated.ActivationId)
            ?? throw ResourceNotFoundException.Activation();
        instruments.CountActivation(activated.IsReplay);
        if (activated.IsReplay)
            context.MarkReplayed();
        return activation.ToProto(user, integration);
    }

    private async Task<Proto.Activation> ReadActivationAsync(ActivationId id, ServerCallContext context)
    {
        var (user, integration) = await LoadActivationAsync(id, context);
        return user.FindActivation(id)!.ToProto(user, integration);
    }

    private async Task<(DomainEndUser User, DomainIntegration Integration)> LoadActivationAsync(
        ActivationId id, ServerCallContext context)
    {
        var user = await store.EndUsers.RequireAsync(
            context.Reach(),
            new EndUserLookup.ByActivation(id), new EndUserParts { Activation = id }, context.CancellationToken);
        // Perhaps a tombstone: an activation never points at nothing.
        var integrationId = user.FindActivation(id)!.IntegrationId;
        var integration = await store.Integrations.LoadAsync(context.Reach(), integrationId, context.CancellationToken)
            ?? throw ResourceNotFoundException.Integration();
        return (user, integration);
    }
}
