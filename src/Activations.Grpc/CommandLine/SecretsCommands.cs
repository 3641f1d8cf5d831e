using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using Activations.V1;

namespace Activations.Grpc.CommandLine;

/// <summary>The commands on the encryption of secrets.</summary>
internal static class SecretsCommands
{
    private const int KeyBytes = 32;

    /// <summary><c>secrets</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration) => new(
        "secrets", "Looks after the keys with which stored secrets are encrypted.")
    {
        GenerateKey(),
        Rotate(configuration),
    };

    private static Command GenerateKey()
    {
        var command = new Command(
            "generate-key",
            """
            Prints a new key for Activations:Secrets:Keys, as <id>:<32 random bytes in base64>. Nothing is stored: keep it safe.

            Example:
              Activations__Secrets__Keys=$(Activations.Grpc secrets generate-key)
            """);
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(
            $"{Ulid.NewUlid()}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}"));
        return command;
    }

    private static Command Rotate(ImmutableArray<string> configuration) => new Command(
        "rotate",
        """
        Encrypts all stored secrets with the active key, the first of Activations:Secrets:Keys, so that older keys can be removed
        from the configuration. The service goes on meanwhile. Ctrl+C stops it; run it again to go on.
        """).Calling(configuration, async (call, cancellationToken) =>
    {
        var begun = TimeProvider.System.GetTimestamp();
        var (seen, rotated) = (0L, 0L);
        RotateSecretsResponse reply;
        var after = "";
        do
        {
            reply = await call.Admin.RotateSecretsAsync(
                new RotateSecretsRequest { After = after }, cancellationToken: cancellationToken);
            (seen, rotated, after) = (seen + reply.Seen, rotated + reply.Rotated, reply.Next);
            var rate = seen / Math.Max(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0.001);
            await call.Error.WriteLineAsync($"{seen:N0} seen, {rotated:N0} rotated, about {reply.Remaining:N0} remaining, {rate:N0}/s");
        }
        while (reply.HasNext);
        await call.Output.WriteLineAsync($"Looked at {seen:N0} records and encrypted {rotated:N0} secrets with the active key.");
    });
}
