using System.Collections.Immutable;
using System.CommandLine;
using Activations.Access;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.CommandLine;

/// <summary>The commands on API keys.</summary>
internal static class KeyCommands
{
    /// <summary><c>keys</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration) => new(
        "keys", "Makes, lists and revokes API keys, with which back ends call the service.")
    {
        CreateKey(configuration),
        ListKeys(configuration),
        RevokeKey(configuration),
    };

    private static Command CreateKey(ImmutableArray<string> configuration)
    {
        var organisation = new Option<string>("--organisation")
        {
            Description = "The organisation that it is for.",
            HelpName = "id",
            Required = true,
        };
        var hubs = new Option<string[]>("--hub")
        {
            Description = "A hub of the organisation; may be repeated. Without it the key is for all of them.",
            HelpName = "id",
        };
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"What it may be used for: {string.Join(", ", KeyScopeNames.All)}; may be repeated.",
            HelpName = "scope",
            Required = true,
        };
        var name = new Option<string>("--name") { Description = "A name for people.", HelpName = "text", Required = true };
        var end = Ends.Option();
        return new Command(
            "create",
            """
            Makes an API key and prints it: the key alone on standard output. It can't be read again.

            Examples:
              KEY=$(Activations.Grpc keys create --organisation 01J0DEM00RG000000000000001 --scope read --scope write --name "back end")
              Activations.Grpc keys create --organisation 01J0DEM00RG000000000000001 --hub 01J0DEM0HVB000000000000001 --scope credentials --name workers --expires 90d
            """)
        {
            organisation, hubs, scopes, name, end,
        }.Calling(configuration, async (call, cancellationToken) =>
        {
            var reply = await call.Admin.CreateApiKeyAsync(
                new CreateApiKeyRequest
                {
                    OrganisationId = call.Words.GetRequiredValue(organisation),
                    HubIds = { call.Words.GetValue(hubs) ?? [] },
                    Scopes = { call.Words.GetRequiredValue(scopes) },
                    Name = call.Words.GetRequiredValue(name),
                    ExpiresAt = call.Words.GetValue(end)?.ToTimestamp(),
                },
                cancellationToken: cancellationToken);
            await call.Error.WriteLineAsync($"Made the API key {reply.ApiKey.Id}. It is shown this once:");
            await call.Output.WriteLineAsync(reply.Key);
        });
    }

    private static Command ListKeys(ImmutableArray<string> configuration)
    {
        var organisation = new Option<string>("--organisation")
        {
            Description = "Those for this organisation only.",
            HelpName = "id",
        };
        var json = Lists.JsonOption();
        return new Command("list", "Lists API keys, oldest first, those that were revoked or have ended too; never the keys themselves.")
        {
            organisation, json,
        }.Calling(configuration, async (call, cancellationToken) =>
        {
            var request = new ListApiKeysRequest { OrganisationId = call.Words.GetValue(organisation) ?? "" };
            var keys = await Lists.ReadAsync(
                request,
                async () => await call.Admin.ListApiKeysAsync(request, cancellationToken: cancellationToken),
                page => page.ApiKeys);
            await Lists.WriteAsync(call, json, keys, ["ID", "NAME", "ORGANISATION", "HUBS", "SCOPES", "STATE", "LAST USED"], ToRow);
        }, isReading: true);
    }

    private static Command RevokeKey(ImmutableArray<string> configuration)
    {
        var id = new Argument<string>("id") { Description = "The id of the key, as it is listed." };
        return new Command("revoke", "Revokes an API key: the running service refuses it at once, other replicas within seconds.")
        {
            id,
        }.Calling(configuration, async (call, cancellationToken) =>
        {
            var key = await call.Admin.RevokeApiKeyAsync(
                new RevokeApiKeyRequest { ApiKeyId = call.Words.GetRequiredValue(id) }, cancellationToken: cancellationToken);
            await call.Error.WriteLineAsync($"The API key {key.Id} is revoked since {Lists.TextOf(key.RevokedAt)}.");
        });
    }

    private static string[] ToRow(V1.ApiKey key) =>
    [
        key.Id,
        key.Name,
        key.OrganisationId,
        key.HubIds.Count == 0 ? "all" : string.Join(',', key.HubIds),
        string.Join(',', key.Scopes),
        StateOf(key),
        key.LastUsedAt is null ? "never" : Lists.TextOf(key.LastUsedAt),
    ];

    private static string StateOf(V1.ApiKey key)
    {
        if (key.RevokedAt is { } revoked)
            return $"revoked {Lists.TextOf(revoked)}";
        if (key.ExpiresAt is not { } end)
            return "live";
        return end.ToDateTimeOffset() <= TimeProvider.System.GetUtcNow() ? $"ended {Lists.TextOf(end)}" : $"ends {Lists.TextOf(end)}";
    }
}
