using Activations.Integrations;
using Activations.Json;

namespace Activations.Tests.Integrations;

public sealed class AuthSchemeTests
{
    private const string Stored = """{"schemeType":"oauth2","grant":{"grantType":"password","clientSecret":"stored"}}""";

    [Theory]
    [InlineData("""{"schemeType":"oauth2","grant":{"grantType":"password"}}""", Stored)]
    [InlineData("""{"schemeType":"oauth2","grant":{"grantType":"password","clientSecret":""}}""", Stored)]
    [InlineData(
        """{"schemeType":"oauth2","grant":{"grantType":"password","clientSecret":"new"}}""",
        """{"schemeType":"oauth2","grant":{"grantType":"password","clientSecret":"new"}}""")]
    [InlineData("""{"schemeType":"none"}""", """{"schemeType":"none"}""")]
    public void A_client_secret_that_is_absent_or_empty_keeps_its_stored_value(string sent, string expected) => Assert.Equal(
        expected,
        new AuthScheme(JsonText.FromTrustedText(sent))
            .WithSecretsOf(new AuthScheme(JsonText.FromTrustedText(Stored))).Config.GetText());

    [Theory]
    [InlineData("""{"schemeType":"oauth2"}""", "a=secret")]
    [InlineData("""{"schemeType":"oauth2","additionalTokenParams":""}""", "a=secret")]
    [InlineData("""{"schemeType":"oauth2","additionalTokenParams":"b=new"}""", "b=new")]
    [InlineData("""{"schemeType":"none"}""", null)]
    public void The_parameters_of_the_token_request_are_kept_too(string sent, string? expected)
    {
        var stored = new AuthScheme(JsonText.FromTrustedText("""{"schemeType":"oauth2","additionalTokenParams":"a=secret"}"""));

        var kept = new AuthScheme(JsonText.FromTrustedText(sent)).WithSecretsOf(stored).Config.Root;

        Assert.Equal(expected, kept.TryGetProperty("additionalTokenParams", out var value) ? value.GetString() : null);
    }

    [Fact]
    public void A_scheme_without_a_stored_secret_stays_as_it_was_sent()
    {
        var sent = new AuthScheme(JsonText.FromTrustedText("""{"schemeType":"oauth2","grant":{"clientSecret":""}}"""));

        Assert.Same(sent, sent.WithSecretsOf(new AuthScheme(JsonText.FromTrustedText("""{"schemeType":"none"}"""))));
    }

    [Theory]
    [InlineData("""{"schemeType":"oauth2","grant":{"grantType":"password","clientSecret":"s"}}""", true)]
    [InlineData("""{"schemeType":"oauth2","additionalTokenParams":"a=b"}""", true)]
    [InlineData("""{"schemeType":"oauth2","grant":{"client\u0053ecret":"s"}}""", true)]
    [InlineData("""{"other":[{"clientSecret":["s"]}]}""", true)]
    [InlineData("""{"schemeType":"oauth2","grant":{"clientSecret":""},"additionalTokenParams":null}""", false)]
    [InlineData("""{"schemeType":"api-key","name":"clientSecret"}""", false)]
    [InlineData("""{}""", false)]
    public void It_has_secrets_where_a_secret_member_is_not_empty(string config, bool expected) =>
        Assert.Equal(expected, new AuthScheme(JsonText.FromTrustedText(config)).HasSecrets);
}
