using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Activations.Access;
using Activations.EndUsers;
using Activations.Grpc.Configuration;

namespace Activations.Grpc.Access;

/// <summary>
/// The tokens (JWTs, RFC 7519) that hub owners sign for their end users. One that was verified is remembered, since verifying
/// costs more than most calls do; it counts for no longer than its signing key is the same.
/// </summary>
internal sealed class EndUserTokens(KnownSigningKeys keys, ActivationsOptions options, TimeProvider time)
{
    /// <summary>How long a token may be, in characters.</summary>
    public const int MaxLength = 8 * 1024;

    private const int RememberedTokens = 10_000;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly RecentlyUsed<TokenHash, Verified> verified = new(RememberedTokens);
    private readonly TokenOptions rules = options.Auth.Tokens;

    /// <summary>Finds out whose token it is; does not wait where that was found out lately.</summary>
    /// <exception cref="Activations.Errors.StoreUnavailableException">The signing key can't be read.</exception>
    public ValueTask<Finding> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MaxLength)
            return new(Finding.NotValid);
        var hash = TokenHash.Of(token);
        if (!verified.TryGet(hash, out var known))
            return VerifyAsync(token, hash, cancellationToken);
        var key = keys.FindAsync(known.Key.Key.Id, cancellationToken);
        return key.IsCompletedSuccessfully && key.Result == known.Key
            ? new(Check(known.Claims) ?? Finding.Of(known.Caller))
            : VerifyAsync(token, hash, cancellationToken);
    }

    private async ValueTask<Finding> VerifyAsync(string token, TokenHash hash, CancellationToken cancellationToken)
    {
        if (!TokenClaims.TryRead(token, out var claims))
            return Finding.NotValid;
        var key = await keys.FindAsync(claims.KeyId, cancellationToken);
        if (key is null || claims.Algorithm != key.Key.Algorithm)
            return Finding.NotValid;
        if (!key.HasSigned(token))
            return Finding.NotValid;
        if (Check(claims) is { } refused)
            return refused;

        var user = new EndUserKey(key.Key.HubId, claims.Subject);
        var caller = new Caller($"{user.HubId}/{user.ExternalId}", Reach.Of(user), KeyScopes.None);
        verified.Set(hash, new Verified(key, claims, caller));
        return Finding.Of(caller);
    }

    /// <summary>Checks what a token says that was verified. Its holder may know what is wrong with it.</summary>
    private Finding? Check(TokenClaims claims)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        if (claims.Expiry is null && rules.RequireExpiry)
            return Finding.Refused("The token does not say when it ends ('exp').");
        if (claims.Expiry is { } end && now >= end + Skew.TotalSeconds)
            return Finding.Refused("The token has expired.");
        if (claims.NotBefore is { } start && now < start - Skew.TotalSeconds)
            return Finding.Refused("The token is not valid yet.");
        return rules.Audience is { } audience && !claims.Audience.Contains(audience, StringComparer.Ordinal)
            ? Finding.Refused("The token is for another audience ('aud').")
            : null;
    }

    private sealed record Verified(KnownSigningKey Key, TokenClaims Claims, Caller Caller);

    /// <summary>The SHA-256 of a token, which is kept instead of it.</summary>
    private readonly record struct TokenHash(UInt128 First, UInt128 Second)
    {
        public static TokenHash Of(string token)
        {
            Span<byte> bytes = stackalloc byte[MaxLength];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            if (!Encoding.UTF8.TryGetBytes(token, bytes, out var length))
                return default;
            SHA256.HashData(bytes[..length], hash);
            return MemoryMarshal.Read<TokenHash>(hash);
        }
    }
}
