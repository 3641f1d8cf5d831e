using System.Collections.Immutable;
using System.CommandLine;
using Activations.V1;

namespace Activations.Grpc.CommandLine;

/// <summary>The commands on signing keys.</summary>
internal static class SigningKeyCommands
{
    /// <summary><c>signing-keys</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration) => new(
        "signing-keys", "Registers, lists and deletes the public keys with which tokens of end users are verified.")
    {
        CreateKey(configuration),
        ListKeys(configuration),
        DeleteKey(configuration),
    };

    private static Command CreateKey(ImmutableArray<string> configuration)
    {
        var hub = HubOption();
        var name = new Option<string>("--name") { Description = "A name for people.", HelpName = "text", Required = true };
        var file = new Option<string>("--public-key")
        {
            Description = "The file of the public key in PEM (-----BEGIN PUBLIC KEY-----): RSA of 2,048 bits or more, or P-256; - reads standard input.",
            HelpName = "file",
            Required = true,
        };
        var id = new Option<string>("--id")
        {
            Description = "A ULID that tokens name it by already. Without it, it gets a new one.",
            HelpName = "ulid",
        };
        return new Command(
            "create",
            """
            Registers a public key and prints its id. Tokens that the private key signs are accepted for the hub's end users.

            Examples:
              openssl genrsa -out private.pem 3072
              openssl rsa -in private.pem -pubout | Activations.Grpc signing-keys create --hub 01J0DEM0HVB000000000000001 --name website --public-key -
            """)
        {
            hub, name, file, id,
        }.Naming(file).Calling(configuration, async (call, cancellationToken) =>
        {
            var key = await call.Admin.CreateSigningKeyAsync(
                new CreateSigningKeyRequest
                {
                    HubId = call.Words.GetRequiredValue(hub),
                    Name = call.Words.GetRequiredValue(name),
                    PublicKey = await ReadAsync(call.Words.GetRequiredValue(file), cancellationToken),
                    Id = call.Words.GetValue(id) ?? "",
                },
                cancellationToken: cancellationToken);
            await call.Error.WriteLineAsync($"Registered the signing key ({key.Algorithm}). Tokens name it by this id, in 'kid':");
            await call.Output.WriteLineAsync(key.Id);
        });
    }

    private static Command ListKeys(ImmutableArray<string> configuration)
    {
        var hub = HubOption();
        var json = Lists.JsonOption();
        return new Command("list", "Lists the signing keys of a hub, oldest first.")
        {
            hub, json,
        }.Calling(configuration, async (call, cancellationToken) =>
        {
            var request = new ListSigningKeysRequest { HubId = call.Words.GetRequiredValue(hub) };
            var keys = await Lists.ReadAsync(
                request,
                async () => await call.Admin.ListSigningKeysAsync(request, cancellationToken: cancellationToken),
                page => page.SigningKeys);
            await Lists.WriteAsync(
                call, json, keys, ["ID", "NAME", "ALGORITHM", "CREATED"], key => [key.Id, key.Name, key.Algorithm, Lists.TextOf(key.CreatedAt)]);
        }, isReading: true);
    }

    private static Command DeleteKey(ImmutableArray<string> configuration)
    {
        var id = new Argument<string>("id") { Description = "The id of the key, as it is listed." };
        return new Command("delete", "Deletes a signing key: the running service refuses its tokens at once, other replicas within seconds.")
        {
            id,
        }.Calling(configuration, async (call, cancellationToken) =>
        {
            var key = call.Words.GetRequiredValue(id);
            await call.Admin.DeleteSigningKeyAsync(
                new DeleteSigningKeyRequest { SigningKeyId = key }, cancellationToken: cancellationToken);
            await call.Error.WriteLineAsync($"Deleted the signing key {key}.");
        });
    }

    private static Option<string> HubOption() =>
        new("--hub") { Description = "The hub.", HelpName = "id", Required = true };

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file != StandardInput.Name)
            return await File.ReadAllTextAsync(file, cancellationToken);
        using var reader = new StreamReader(StandardInput.Open());
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
