using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.V1;
using Grpc.Core;

namespace Activations.Grpc.Services;

/// <summary>What an integration's runtime asks for.</summary>
internal sealed partial class ActivationService
{
    /// <inheritdoc />
    public override async Task<ResolvedActivation> ResolveActivation(
        ResolveActivationRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ActivationId>(request.ActivationId, "activationId");
        reader.ThrowIfInvalid();

        var (user, integration) = await LoadActivationAsync(id, context);
        var reply = user.FindActivation(id)!.ToProtoWithSecrets(user, integration);
        context.ForbidStoring();
        audit.ActivationResolved(context.Caller(), user.Key.HubId, user.Id, id, time.GetUtcNow());
        return reply;
    }
}
