using Activations.V1;
using Google.Rpc;
using Grpc.Core;

namespace Activations.Client.Errors;

/// <summary>What an exception is made from.</summary>
/// <param name="Cause">The failure as gRPC has it.</param>
/// <param name="Info">What the service says of it, if it does.</param>
/// <param name="RequestId">The request id that the call was sent with.</param>
internal sealed record FailedCall(RpcException Cause, ErrorInfo? Info, string? RequestId)
{
    /// <summary>What became of a request.</summary>
    public static FailedCall Of(RpcException cause, object request) =>
        new(cause, cause.Info(), request is CreateActivationRequest { HasRequestId: true } create ? create.RequestId : null);

    /// <summary>A fact of the metadata; empty if it is not there.</summary>
    public string Fact(string name) => Info is not null && Info.Metadata.TryGetValue(name, out var fact) ? fact : "";
}
