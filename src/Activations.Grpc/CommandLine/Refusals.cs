using Activations.Grpc.Configuration;
using Activations.Stores;
using Google.Rpc;
using Grpc.Core;

namespace Activations.Grpc.CommandLine;

/// <summary>Says why a command was refused, or a call of the service.</summary>
internal static class Refusals
{
    /// <summary>Whether the message of what ended the process says all that its user needs.</summary>
    public static bool IsSentence(Exception exception) =>
        exception is InvalidConfigurationException or StoreUnusableException or IOException or UnauthorizedAccessException;

    /// <summary>Writes the message, and each field that breaks a rule on a line of its own.</summary>
    public static async Task WriteAsync(RpcException exception, TextWriter error)
    {
        if (exception.GetRpcStatus() is not { } status)
        {
            await error.WriteLineAsync("The service ended, or can't be reached, before it answered.");
            return;
        }

        var violations = status.GetDetail<BadRequest>()?.FieldViolations ?? [];
        await error.WriteLineAsync(
            violations.Count > 0 ? "The request is not valid:" : exception.Status.Detail);
        foreach (var violation in violations)
            await error.WriteLineAsync($"  {violation.Field}: {violation.Description}");
    }
}
