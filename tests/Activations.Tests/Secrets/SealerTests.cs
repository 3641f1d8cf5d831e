using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Activations.Errors;
using Activations.Json;
using Activations.Secrets;

namespace Activations.Tests.Secrets;

public sealed class SealerTests
{
    private const string Identity = "hub/01J0DEM0HVB000000000000001/primary-connector";
    private const string Secret = """{"password":"höchst geheim"}""";

    private static readonly SecretKey Older = new("older", RandomNumberGenerator.GetBytes(32));
    private static readonly SecretKey Newer = new("newer", RandomNumberGenerator.GetBytes(32));
    private static readonly Sealer Sealer = new(new SecretKeys(Newer, Older));

    [Fact]
    public void What_was_sealed_opens_to_what_it_was()
    {
        var envelope = Sealer.Seal(JsonText.FromTrustedText(Secret), Identity);

        Assert.Equal(Secret, Sealer.Open(envelope, Identity).GetText());
    }

    [Fact]
    public void An_envelope_is_a_JSON_object_that_names_the_key_and_shows_no_secret()
    {
        var envelope = Sealer.Seal(JsonText.FromTrustedText(Secret), Identity);

        Assert.Equal(
            ["sealed", "keyId", "nonce", "ciphertext"], envelope.Root.EnumerateObject().Select(m => m.Name));
        Assert.Equal((1, "newer"), (envelope.Root.GetProperty("sealed").GetInt32(), envelope.Root.GetProperty("keyId").GetString()));
        Assert.Equal(12, envelope.Root.GetProperty("nonce").GetBytesFromBase64().Length);
        Assert.Equal(
            Encoding.UTF8.GetByteCount(Secret) + 16, envelope.Root.GetProperty("ciphertext").GetBytesFromBase64().Length);
        Assert.DoesNotContain("geheim", envelope.GetText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_secret_is_never_sealed_to_the_same_twice()
    {
        var envelopes = Enumerable.Range(0, 1_000)
            .Select(_ => Sealer.Seal(JsonText.FromTrustedText(Secret), Identity).Root.GetProperty("nonce").GetString());

        Assert.Equal(1_000, envelopes.Distinct().Count());
    }

    [Fact]
    public void Ten_thousand_random_secrets_come_back_from_many_threads()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");

        Parallel.For(0, 10_000, i =>
        {
            var random = new Random(seed + i);
            var bytes = new byte[random.Next(i % 100 == 0 ? 100_000 : 300)];
            random.NextBytes(bytes);
            var text = JsonSerializer.Serialize(new Dictionary<string, string> { ["value"] = Encoding.Latin1.GetString(bytes) });
            var identity = $"hub/{random.Next()}/{new string('x', random.Next(600))}";

            var envelope = Sealer.Seal(JsonText.FromTrustedText(text), identity);

            Assert.True(Sealer.IsSealed(envelope));
            Assert.Equal(text, Sealer.Open(envelope, identity).GetText());
        });
    }

    [Fact]
    public void What_another_key_of_the_ring_sealed_opens()
    {
        var envelope = new Sealer(new SecretKeys(Older)).Seal(JsonText.FromTrustedText(Secret), Identity);

        Assert.Equal("older", envelope.Root.GetProperty("keyId").GetString());
        Assert.Equal(Secret, Sealer.Open(envelope, Identity).GetText());
    }

    [Fact]
    public void What_a_key_sealed_that_is_gone_is_unreadable_and_the_key_and_the_record_are_named_to_the_log_alone()
    {
        var envelope = Sealer.Seal(JsonText.FromTrustedText(Secret), Identity);

        var unreadable = Assert.Throws<SecretUnreadableException>(
            () => new Sealer(new SecretKeys(Older)).Open(envelope, Identity));

        Assert.Equal(("newer", Identity), (unreadable.KeyId, unreadable.Record));
        Assert.DoesNotContain("newer", unreadable.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Identity, unreadable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_key_of_the_same_id_sealed_is_unreadable()
    {
        var other = new Sealer(new SecretKeys(new SecretKey("newer", RandomNumberGenerator.GetBytes(32))));

        AssertUnreadable(other.Seal(JsonText.FromTrustedText(Secret), Identity), Identity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hub/01J0DEM0HVB000000000000002/primary-connector")]
    [InlineData(Identity + "/")]
    public void An_envelope_of_another_record_is_unreadable(string identity) =>
        AssertUnreadable(Sealer.Seal(JsonText.FromTrustedText(Secret), Identity), identity);

    [Theory]
    [InlineData("nonce")]
    [InlineData("ciphertext")]
    public void An_envelope_of_which_any_bit_was_changed_is_unreadable(string member)
    {
        var envelope = Sealer.Seal(JsonText.FromTrustedText(Secret), Identity);
        var text = envelope.Root.GetProperty(member).GetString()!;
        var bytes = Convert.FromBase64String(text);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertUnreadable(Replace(envelope, text, Convert.ToBase64String(changed)), Identity);
        }
    }

    [Theory]
    [InlineData("\"sealed\": 1", "\"sealed\": 2")]
    [InlineData("\"keyId\": \"newer\"", "\"keyId\": \"older\"")]
    [InlineData("\"keyId\": \"newer\"", "\"keyId\": \"none\"")]
    [InlineData("\"keyId\": \"newer\"", "\"keyId\": \"\"")]
    [InlineData("\"keyId\": \"newer\"", "\"keyId\": \"a\\nb\"")]
    [InlineData("\"nonce\": \"", "\"nonce\": \"!")]
    [InlineData("\"nonce\"", "\"Nonce\"")]
    [InlineData("\"ciphertext\": \"", "\"ciphertext\": \"!")]
    [InlineData("\"}", "\" }")]
    public void An_envelope_of_another_form_is_unreadable(string part, string other) => AssertUnreadable(
        Replace(Sealer.Seal(JsonText.FromTrustedText(Secret), Identity), part, other), Identity);

    [Fact]
    public void An_envelope_that_ends_too_early_is_unreadable()
    {
        var text = Sealer.Seal(JsonText.FromTrustedText(Secret), Identity).GetText();

        for (var length = "{\"sealed\": ".Length; length < text.Length; length++)
            AssertUnreadable(JsonText.FromTrustedText(text[..length]), Identity);
    }

    [Fact]
    public void JSON_that_a_caller_wrote_never_looks_like_an_envelope()
    {
        var envelope = Sealer.Seal(JsonText.FromTrustedText(Secret), Identity);
        var written = JsonNode.Parse(envelope.GetText())!.ToJsonString(); // the same members, as every writer writes them

        Assert.True(JsonElement.DeepEquals(envelope.Root, JsonText.FromTrustedText(written).Root));
        Assert.False(Sealer.IsSealed(JsonText.FromTrustedText(written)));
    }

    [Fact]
    public void Without_a_key_nothing_is_sealed()
    {
        var sealer = new Sealer(SecretKeys.None);

        Assert.False(sealer.CanSeal);
        Assert.Throws<SecretsKeyMissingException>(() => sealer.Seal(JsonText.FromTrustedText(Secret), Identity));
    }

    private static JsonText Replace(JsonText envelope, string part, string other)
    {
        Assert.Contains(part, envelope.GetText(), StringComparison.Ordinal);
        return JsonText.FromTrustedText(envelope.GetText().Replace(part, other, StringComparison.Ordinal));
    }

    private static void AssertUnreadable(JsonText envelope, string identity) =>
        Assert.Throws<SecretUnreadableException>(() => Sealer.Open(envelope, identity));
}
