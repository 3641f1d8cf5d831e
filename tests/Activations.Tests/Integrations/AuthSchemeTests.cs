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
            .WithSecretOf(new AuthScheme(JsonText.FromTrustedText(Stored))).Config.GetText());

    [Fact]
    public void A_scheme_without_a_stored_secret_stays_as_it_was_sent()
    {
        var sent = new AuthScheme(JsonText.FromTrustedText("""{"schemeType":"oauth2","grant":{"clientSecret":""}}"""));

        Assert.Same(sent, sent.WithSecretOf(new AuthScheme(JsonText.FromTrustedText("""{"schemeType":"none"}"""))));
    }
}
