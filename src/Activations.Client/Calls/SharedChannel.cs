using Grpc.Core;

namespace Activations.Client.Calls;

/// <summary>
/// What the client factory makes: the invoker that all clients share, and so one connection. The factory itself would open one
/// for each service.
/// </summary>
internal sealed class SharedChannel(CallInvoker invoker)
{
    /// <summary>Makes calls, through the interceptors.</summary>
    public CallInvoker Invoker { get; } = invoker;
}
