using Activations.V1;
using Grpc.Core;

namespace Activations.Grpc.Services;

/// <summary>The call on the encryption of secrets.</summary>
internal sealed partial class AdminService
{
    /// <inheritdoc />
    public override async Task<RotateSecretsResponse> RotateSecrets(RotateSecretsRequest request, ServerCallContext context)
    {
        var step = await rotation.RotateNextAsync(request.After, context.CancellationToken);
        var reply = new RotateSecretsResponse { Seen = step.Seen, Rotated = step.Rotated, Remaining = step.Remaining };
        if (step.Next is { } next)
            reply.Next = next;
        return reply;
    }
}
