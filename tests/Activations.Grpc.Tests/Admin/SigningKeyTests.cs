using System.Security.Cryptography;
using Activations.Grpc.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Admin;

/// <summary>Signing keys: registered, listed, deleted.</summary>
public abstract class SigningKeyTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_RSA_key_of_2048_bits_and_a_key_on_P256_are_taken(Transport transport)
    {
        var hub = (await Catalogue.AddHubAsync()).ToString();
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var (pem, algorithm) in new[]
        {
            (rsa.ExportSubjectPublicKeyInfoPem(), "RS256"), (ecdsa.ExportSubjectPublicKeyInfoPem(), "ES256"),
        })
        {
            var key = (await CreateAsync(transport, hub, pem)).Reply;

            Assert.Equal(
                new SigningKey
                {
                    Id = key.Id,
                    HubId = hub,
                    Name = "A key",
                    Algorithm = algorithm,
                    PublicKey = pem,
                    CreatedAt = key.CreatedAt,
                },
                key);
            Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", key.Id);
        }
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_is_kept_in_one_form_however_it_is_laid_out(Transport transport)
    {
        var hub = (await Catalogue.AddHubAsync()).ToString();
        var laidOut = $"\r\n  {PublicKeys.P256.ReplaceLineEndings("\r\n")}\r\n\r\n";

        var key = (await CreateAsync(transport, hub, laidOut)).Reply;

        Assert.Equal(PublicKeys.P256, key.PublicKey);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_that_tokens_name_already_keeps_its_id_which_no_other_can_have(Transport transport)
    {
        var id = Catalogue.NewId();
        var hub = (await Catalogue.AddHubAsync()).ToString();
        var otherHub = (await Catalogue.AddHubAsync()).ToString();

        var first = await CreateAsync(transport, hub, PublicKeys.P256, id.ToLowerInvariant());
        var again = await CreateAsync(transport, hub, PublicKeys.P256, id);
        var elsewhere = await CreateAsync(transport, otherHub, PublicKeys.P256, id);

        Assert.Equal(id, first.Reply.Id);
        again.Refusal.As(ErrorReason.SigningKeyAlreadyExists);
        elsewhere.Refusal.As(ErrorReason.SigningKeyAlreadyExists);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_is_not_such_a_public_key_is_refused_and_never_said_back(Transport transport)
    {
        var hub = (await Catalogue.AddHubAsync()).ToString();
        foreach (var (text, told) in PublicKeys.Refused())
        {
            var refusal = (await CreateAsync(transport, hub, text)).Refusal;

            refusal.AsInvalid("publicKey");
            Assert.Contains(told, refusal.ToString(), StringComparison.Ordinal);
            foreach (var line in text.Split('\n').Where(line => line.Length > 30 && !line.StartsWith("-----", StringComparison.Ordinal)))
            {
                Assert.DoesNotContain(line, refusal.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(Service.Log.Entries, entry => entry.Text.Contains(line, StringComparison.Ordinal));
            }
        }
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_a_new_key_is_reported_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateSigningKeyRequest { HubId = "nonsense", Id = "mine" });

        answer.Refusal.AsInvalid("hubId", "name", "publicKey", "id");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_that_does_not_exist_gets_no_key(Transport transport)
    {
        var deleted = (await Catalogue.AddHubAsync()).ToString();
        await On(transport).CallAsync(new DeleteHubRequest { HubId = deleted });

        foreach (var hub in new[] { deleted, Catalogue.NewId() })
            (await CreateAsync(transport, hub, PublicKeys.P256)).Refusal.As(ErrorReason.HubNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_keys_of_a_deleted_hub_can_still_be_listed_and_deleted(Transport transport)
    {
        var hub = (await Catalogue.AddHubAsync()).ToString();
        var key = (await CreateAsync(transport, hub, PublicKeys.P256)).Reply;
        await On(transport).CallAsync(new DeleteHubRequest { HubId = hub });

        var listed = (await On(transport).CallAsync(new ListSigningKeysRequest { HubId = hub })).Reply;

        Assert.Equal(key, Assert.Single(listed.SigningKeys));
        Assert.NotNull((await On(transport).CallAsync(new DeleteSigningKeyRequest { SigningKeyId = key.Id })).Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Keys_are_paged_both_ways_by_hub(Transport transport)
    {
        var hub = (await Catalogue.AddHubAsync()).ToString();
        var keys = new List<SigningKey>();
        for (var i = 0; i < 5; i++)
            keys.Add((await CreateAsync(transport, hub, PublicKeys.P256)).Reply);
        var request = new ListSigningKeysRequest { HubId = hub, First = 2 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        Assert.Equal([2, 2, 1], forward.Select(p => p.SigningKeys.Count));
        Assert.Equal(keys, forward.SelectMany(p => p.SigningKeys));
        Assert.Equal(keys[..4], backward.SelectMany(p => p.SigningKeys));
        Assert.All([.. forward, .. backward], page => Assert.Equal(5, page.TotalCount));
        var elsewhere = await On(transport).CallAsync(
            new ListSigningKeysRequest { HubId = (await Catalogue.AddHubAsync()).ToString(), After = forward[0].Next });
        elsewhere.Refusal.AsInvalid("after");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_list_of_a_hub_that_does_not_exist_is_NOT_FOUND(Transport transport)
    {
        var answer = await On(transport).CallAsync(new ListSigningKeysRequest { HubId = Catalogue.NewId() });

        answer.Refusal.As(ErrorReason.HubNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deleted_key_is_gone_and_each_change_is_in_the_audit_log(Transport transport)
    {
        var hub = (await Catalogue.AddHubAsync()).ToString();
        var key = (await CreateAsync(transport, hub, PublicKeys.P256)).Reply;

        Assert.NotNull((await On(transport).CallAsync(new DeleteSigningKeyRequest { SigningKeyId = key.Id })).Reply);
        var again = await On(transport).CallAsync(new DeleteSigningKeyRequest { SigningKeyId = key.Id });

        again.Refusal.As(ErrorReason.SigningKeyNotFound);
        Assert.Empty((await On(transport).CallAsync(new ListSigningKeysRequest { HubId = hub })).Reply.SigningKeys);
        Assert.Collection(
            Service.Log.Entries.Where(e => e.Category == AuditLog.Category && e.Text.Contains(key.Id, StringComparison.Ordinal)),
            line => Assert.StartsWith($"anybody created signing key {key.Id} for hub {hub} at 2", line.Text, StringComparison.Ordinal),
            line => Assert.StartsWith($"anybody deleted signing key {key.Id} at 2", line.Text, StringComparison.Ordinal));
    }

    private Task<Answer<SigningKey>> CreateAsync(Transport transport, string hub, string publicKey, string id = "") =>
        On(transport).CallAsync(new CreateSigningKeyRequest { HubId = hub, Name = "A key", PublicKey = publicKey, Id = id });
}

public sealed class SigningKeysOnSqlite(SqliteService service) : SigningKeyTests(service), IClassFixture<SqliteService>;

public sealed class SigningKeysOnMongoDb(MongoDbService service) : SigningKeyTests(service), IClassFixture<MongoDbService>;
