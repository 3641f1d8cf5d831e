using Activations.Access;
using Activations.Identifiers;
using Activations.Stores;

namespace Activations.Grpc.Access;

/// <summary>The API keys that callers used lately.</summary>
internal sealed class KnownApiKeys(IStore store, TimeProvider time) : KnownKeys<ApiKeyId, KnownApiKey>(time)
{
    /// <inheritdoc />
    protected override async Task<KnownApiKey?> LoadAsync(ApiKeyId id, KnownApiKey? before) =>
        await store.ApiKeys.LoadAsync(id, CancellationToken.None) is { } key ? new KnownApiKey(key) : null;
}

/// <summary>An API key, and who calls with it.</summary>
/// <param name="key">The key.</param>
internal sealed class KnownApiKey(ApiKey key)
{
    /// <summary>The key.</summary>
    public ApiKey Key { get; } = key;

    /// <summary>Who calls with it.</summary>
    public Caller Caller { get; } = new(key.Id.ToString(), key.Reach, key.Scopes) { EndsAt = key.ExpiresAt };
}
