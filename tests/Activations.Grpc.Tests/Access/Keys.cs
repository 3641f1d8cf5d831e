using Activations.Access;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.Stores;

namespace Activations.Grpc.Tests.Access;

/// <summary>Puts API keys straight into a store.</summary>
internal static class Keys
{
    /// <summary>Adds a key for all of an organisation, or for hubs of it; answers the header that carries it.</summary>
    public static async Task<string> AddAsync(
        IStore store,
        string organisation,
        KeyScopes scopes = KeyScopes.All,
        string[]? hubs = null,
        DateTimeOffset? expiresAt = null,
        DateTimeOffset? revokedAt = null)
    {
        var text = ApiKeyText.Create(Catalogue.New<ApiKeyId>());
        var key = new ApiKey
        {
            Id = text.Id,
            Name = "Key",
            OrganisationId = Id.Parse<OrganisationId>(organisation),
            HubIds = [.. (hubs ?? []).Select(Id.Parse<HubId>)],
            Scopes = scopes,
            Hash = text.Hash,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = expiresAt,
            RevokedAt = revokedAt,
        };
        Assert.True(await store.ApiKeys.AddAsync(key, TestContext.Current.CancellationToken));
        return $"Bearer {text.Reveal()}";
    }

    /// <summary>The id of the key that a header carries.</summary>
    public static ApiKeyId IdOf(string header)
    {
        Assert.True(ApiKeyText.TryParse(header["Bearer ".Length..], out var key));
        return key.Id;
    }
}
