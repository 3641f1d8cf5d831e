using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.Time;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Activations.Grpc.Services;

/// <summary>The dynamic variables of an activation that is named by integration and user.</summary>
internal sealed partial class ActivationService
{
    /// <inheritdoc />
    public override async Task<UserVariables> GetUserVariables(
        GetUserVariablesRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var integrationId = reader.Id<IntegrationId>(request.IntegrationId, "integrationId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        reader.ThrowIfInvalid();

        var integration = await store.RequireIntegrationAsync(context.Reach(), integrationId, context.CancellationToken);
        var user = await store.EndUsers.RequireAsync(
            context.Reach(),
            reference.In(integration.HubId), new EndUserParts { ActivationOf = integrationId }, context.CancellationToken);
        var activation = user.FindActivationOf(integrationId) ?? throw ResourceNotFoundException.Activation();
        return new UserVariables { DynamicVariables = StructJson.ToStruct(activation.DynamicVariables) };
    }

    /// <inheritdoc />
    public override async Task<Empty> UpdateUserVariables(
        UpdateUserVariablesRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var integrationId = reader.Id<IntegrationId>(request.IntegrationId, "integrationId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        var variables = reader.Json(request.DynamicVariables, DynamicVariables.Path);
        var etags = reader.Etags("", context.IfMatch());
        reader.ThrowIfInvalid();

        var integration = await store.RequireIntegrationAsync(context.Reach(), integrationId, context.CancellationToken);
        await users.ChangeAsync(
            context.Reach(),
            reference.In(integration.HubId),
            new EndUserParts { ActivationOf = integrationId },
            current => DynamicVariables.Decide(
                schemas,
                integration,
                current,
                current.FindActivationOf(integrationId),
                variables,
                etags,
                time.GetUtcNowToTheMillisecond()),
            context.CancellationToken);
        return new Empty();
    }
}
