using System.Security.Cryptography;
using System.Text;
using Activations.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.V1;

namespace Activations.Grpc.Tests.Access;

/// <summary>Tokens that must not be accepted: each is UNAUTHENTICATED, and none is an error of the service.</summary>
public sealed class TokenAttackTests(SqliteService service) : ServiceTests(service), IClassFixture<SqliteService>
{
    private const string Ann = AccessScene.Ann;

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    public async Task A_token_without_a_signature_is_refused(string algorithm)
    {
        var (hub, keys) = await ArrangeAsync();
        foreach (var key in keys)
        {
            var parts = $$"""{"alg":"{{algorithm}}"}""";
            var token = key.Sign(parts, key.Claims(Ann));
            await AssertRefusedAsync(hub, token);
            await AssertRefusedAsync(hub, token[..(token.LastIndexOf('.') + 1)]);
            await AssertRefusedAsync(hub, token[..token.LastIndexOf('.')]);
        }
    }

    [Fact]
    public async Task A_public_key_is_no_secret_of_an_HMAC()
    {
        var (hub, keys) = await ArrangeAsync();
        foreach (var key in keys)
        {
            var pem = key.PublicKey.ExportSubjectPublicKeyInfoPem();
            byte[][] secrets =
            [
                Encoding.ASCII.GetBytes(pem), Encoding.ASCII.GetBytes(pem + "\n"), key.PublicKey.ExportSubjectPublicKeyInfo(),
            ];
            foreach (var secret in secrets)
            {
                var signed = $"{SigningPair.Encode("""{"alg":"HS256","typ":"JWT"}""")}.{SigningPair.Encode(key.Claims(Ann))}";
                var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed));
                await AssertRefusedAsync(hub, $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}");
            }
        }
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("ES384")]
    [InlineData("HS256")]
    [InlineData("es256")]
    [InlineData("EdDSA")]
    public async Task The_algorithm_is_the_keys_and_not_the_tokens(string algorithm)
    {
        var (hub, keys) = await ArrangeAsync();
        foreach (var key in keys.Where(k => k.Algorithm != algorithm))
            await AssertRefusedAsync(hub, key.Sign($$"""{"alg":"{{algorithm}}"}""", key.Claims(Ann)));
    }

    [Fact]
    public async Task A_token_that_names_another_key_than_its_own_is_refused()
    {
        var (hub, keys) = await ArrangeAsync();
        var (_, otherKeys) = await ArrangeAsync();
        var (rsa, ecdsa) = (keys[0], keys[1]);
        var claims = $$"""{"sub":"ann","exp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60}}}""";
        string Header(SigningPair of, string kid) => $$"""{"alg":"{{of.Algorithm}}","kid":"{{kid}}"}""";

        Assert.True((await AskAsync(hub, ecdsa.Sign(Header(ecdsa, ecdsa.Id), claims))).IsSuccess);
        await AssertRefusedAsync(hub, ecdsa.Sign(Header(ecdsa, rsa.Id), claims));
        await AssertRefusedAsync(hub, ecdsa.Sign(Header(rsa, rsa.Id), claims));
        await AssertRefusedAsync(hub, otherKeys[1].Sign(Header(ecdsa, ecdsa.Id), claims));
        await AssertRefusedAsync(hub, ecdsa.Sign(Header(ecdsa, otherKeys[1].Id), claims));
        await AssertRefusedAsync(hub, ecdsa.Sign(Header(ecdsa, Catalogue.NewId()), claims));
        await AssertRefusedAsync(hub, ecdsa.Sign(Header(ecdsa, "not-an-id"), claims));
        await AssertRefusedAsync(hub, ecdsa.Sign("""{"alg":"ES256","kid":7}""", claims));
        await AssertRefusedAsync(hub, ecdsa.Sign(Header(ecdsa, rsa.Id), ecdsa.Claims(Ann)));
        await AssertRefusedAsync(hub, ecdsa.Sign(Header(ecdsa, ecdsa.Id), rsa.Claims(Ann)));
    }

    [Theory]
    [InlineData("\"https://hub.example\"")]
    [InlineData("\"https://hub.example/sk/\"")]
    [InlineData("\"https://hub.example/sk/01J0DEM0HVB000000000000001\"")]
    [InlineData("\"https://hub.example/sk/../01J0DEM0HVB000000000000001\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[\"https://hub.example/sk/ID\"]")]
    [InlineData("\"https://hub.example/sk/ID/\"")]
    [InlineData("\"https://hub.example/keys/ID\"")]
    [InlineData("\"https://hub.example/sk/ID\\ud800\"")]
    public async Task An_issuer_that_names_no_key_or_another_one_is_refused(string issuer)
    {
        var (hub, keys) = await ArrangeAsync();
        var key = keys[1];
        var claims = $$"""{"iss":{{issuer.Replace("ID", key.Id, StringComparison.Ordinal)}},"sub":"ann","exp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60}}}""";

        await AssertRefusedAsync(hub, key.Sign(key.Header, claims));
    }

    [Fact]
    public async Task A_token_of_another_hub_or_of_a_key_that_was_deleted_is_refused_or_finds_nothing()
    {
        var (hub, keys) = await ArrangeAsync();
        var (_, otherKeys) = await ArrangeAsync();

        var ofOther = await AskAsync(hub, otherKeys[0].TokenOf(Ann));
        ofOther.Refusal!.As(ErrorReason.HubNotFound);

        var token = keys[0].TokenOf(Ann);
        Assert.True((await AskAsync(hub, token)).IsSuccess);
        var id = Id.Parse<SigningKeyId>(keys[0].Id);
        await Service.Store.SigningKeys.DeleteAsync(Reach.Everything, id, Cancellation);
        (await GuardedAsync()).Part<Grpc.Access.KnownSigningKeys>().Forget(id);
        await AssertRefusedAsync(hub, token);
    }

    [Fact]
    public async Task A_token_of_which_one_bit_is_changed_is_refused_wherever_it_is()
    {
        var (hub, keys) = await ArrangeAsync();
        foreach (var token in keys.Select(key => key.TokenOf(Ann)))
        {
            Assert.True((await AskAsync(hub, token)).IsSuccess);
            for (var position = 0; position < token.Length; position++)
            {
                var characters = token.ToCharArray();
                characters[position] ^= (char)(1 << (position % 3));
                if (characters[position] is > ' ' and < (char)127)
                    await AssertRefusedAsync(hub, new string(characters), Transport.Rest);
            }

            // The last digit has bits to spare: other digits would stand for the same bytes.
            foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => c != token[^1]))
                await AssertRefusedAsync(hub, token[..^1] + last, Transport.Rest);
        }
    }

    [Fact]
    public async Task A_token_that_is_cut_off_or_too_long_or_no_token_at_all_is_refused()
    {
        var (hub, keys) = await ArrangeAsync();
        var key = keys[1];
        var token = key.TokenOf(Ann);
        for (var length = 1; length < token.Length; length += 7)
            await AssertRefusedAsync(hub, token[..length], Transport.Rest);
        foreach (var text in new[] { ".", "..", "...", "a.b.c", "e30.e30.", "e30.e30.AA", "W10.W10.AA", $"{token}.{token}", $"{token}=", $".{token}" })
            await AssertRefusedAsync(hub, text);
        await AssertRefusedAsync(hub, key.Sign(key.Header, key.Claims(Ann, more: $",\"x\":\"{new string('x', 8 * 1024)}\"")), Transport.Rest);
        await AssertRefusedAsync(hub, key.Sign(key.Header, key.Claims(Ann, more: $",\"x\":{new string('[', 60)}{new string(']', 60)}")));
        Assert.True((await AskAsync(hub, key.Sign(key.Header, key.Claims(Ann, more: $",\"x\":\"{new string('x', 4 * 1024)}\"")))).IsSuccess);
    }

    [Theory]
    [InlineData("\"alg\":\"ES256\",\"alg\":\"ES256\"")]
    [InlineData("\"alg\":\"none\",\"alg\":\"ES256\"")]
    [InlineData("\"alg\":\"ES256\",\"crit\":[\"exp\"]")]
    [InlineData("\"alg\":\"ES256\",\"crit\":[]")]
    [InlineData("\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"]")]
    [InlineData("\"alg\":\"ES256\",\"zip\":\"DEF\"")]
    [InlineData("\"alg\":\"ES256\",\"enc\":\"A256GCM\"")]
    [InlineData("\"alg\":\"ES256\",\"cty\":\"JWT\"")]
    [InlineData("\"alg\":\"ES256\",\"jku\":\"https://evil.example/keys\"")]
    [InlineData("\"alg\":\"ES256\",\"x5u\":\"https://evil.example/keys\"")]
    [InlineData("\"alg\":\"ES256\",\"x5c\":[\"AA\"]")]
    [InlineData("\"alg\":\"ES256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}")]
    [InlineData("\"typ\":\"JWT\"")]
    [InlineData("\"alg\":[\"ES256\"]")]
    [InlineData("\"alg\":null")]
    [InlineData("\"alg\":\"ES256\",\"\\ud800\":1")]
    [InlineData("\"alg\":\"\\ud800\"")]
    public async Task A_header_that_could_mean_something_else_is_refused(string members)
    {
        var (hub, keys) = await ArrangeAsync();

        await AssertRefusedAsync(hub, keys[1].Sign($"{{{members}}}", keys[1].Claims(Ann)));
    }

    [Fact]
    public async Task A_key_that_the_token_brings_itself_verifies_nothing()
    {
        var (hub, keys) = await ArrangeAsync();
        using var own = SigningPair.Create("ES256");
        var q = ((ECDsa)own.PublicKey).ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{System.Buffers.Text.Base64Url.EncodeToString(q.X)}}","y":"{{System.Buffers.Text.Base64Url.EncodeToString(q.Y)}}"}""";

        await AssertRefusedAsync(hub, own.Sign($$"""{"alg":"ES256","jwk":{{jwk}}}""", keys[1].Claims(Ann)));
        await AssertRefusedAsync(hub, own.Sign(own.Header, keys[1].Claims(Ann)));
    }

    [Fact]
    public async Task Encrypted_and_nested_tokens_are_refused()
    {
        var (hub, keys) = await ArrangeAsync();
        var token = keys[1].TokenOf(Ann);
        var encrypted = SigningPair.Encode("""{"alg":"dir","enc":"A256GCM"}""");

        await AssertRefusedAsync(hub, $"{encrypted}..{SigningPair.Encode("iv")}.{SigningPair.Encode("text")}.{SigningPair.Encode("tag")}");
        await AssertRefusedAsync(hub, keys[1].Sign(keys[1].Header, token));
        await AssertRefusedAsync(hub, keys[1].Sign(keys[1].Header, $"\"{token}\""));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[\"ann\"]")]
    [InlineData("{\"id\":\"ann\"}")]
    [InlineData("\"\"")]
    [InlineData("\".\"")]
    [InlineData("\"..\"")]
    [InlineData("\"an\\u0000n\"")]
    [InlineData("\"ann\\n\"")]
    [InlineData("\"ann\\u0085\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"ann\",\"sub\":\"ann\"")]
    [InlineData("\"eve\",\"\\u0073ub\":\"ann\"")]
    public async Task A_subject_that_is_no_external_id_is_refused(string subject)
    {
        var (hub, keys) = await ArrangeAsync();
        var claims = keys[1].Claims(Ann).Replace("\"ann\"", subject, StringComparison.Ordinal);

        await AssertRefusedAsync(hub, keys[1].Sign(keys[1].Header, claims));
    }

    [Fact]
    public async Task A_subject_of_more_than_255_characters_or_none_is_refused()
    {
        var (hub, keys) = await ArrangeAsync();

        await AssertRefusedAsync(hub, keys[1].TokenOf(new string('x', 256)));
        await AssertRefusedAsync(hub, keys[1].Sign(
            keys[1].Header, keys[1].Claims(Ann).Replace("\"sub\":\"ann\",", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"9999999999\"")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("[9999999999]")]
    public async Task An_end_that_is_no_time_to_come_is_refused(string end)
    {
        var (hub, keys) = await ArrangeAsync();

        await AssertRefusedAsync(hub, keys[1].Sign(
            keys[1].Header, $$"""{"iss":"https://hub.example/sk/{{keys[1].Id}}","sub":"ann","exp":{{end}}}"""));
    }

    private static Task<RawAnswer> AskAsync(ServiceUnderTest guarded, string hub, string token, Transport transport) =>
        guarded.AskAsync(transport, new GetEndUserRequest { HubId = hub, UserId = Ann }, $"JWT {token}");

    private async Task<RawAnswer> AskAsync(string hub, string token) =>
        await AskAsync(await GuardedAsync(), hub, token, Transport.Rest);

    private async Task AssertRefusedAsync(string hub, string token, Transport? on = null)
    {
        var guarded = await GuardedAsync();
        foreach (var transport in on is { } one ? [one] : new[] { Transport.Grpc, Transport.Rest })
        {
            var answer = await AskAsync(guarded, hub, token, transport);
            Assert.False(answer.IsSuccess, $"{token} was accepted");
            answer.Refusal!.As(ErrorReason.Unauthenticated);
            Assert.False(token.Length > 20 && answer.Everything.Contains(token, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(guarded.Log.Entries, entry => token.Length > 20 && entry.Text.Contains(token, StringComparison.Ordinal));
    }

    /// <summary>A hub with a user, and its keys: one of RSA, one on P-256.</summary>
    private async Task<(string Hub, SigningPair[] Keys)> ArrangeAsync()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Grpc));
        await scene.AddUserAsync(Ann);
        return (scene.HubId,
        [
            await SigningPair.RegisterAsync(Service.Store, scene.HubId, "RS256"),
            await SigningPair.RegisterAsync(Service.Store, scene.HubId, "ES256"),
        ]);
    }
}
