using System.Text;
using Activations.Grpc.Configuration;
using Microsoft.Extensions.Configuration;

namespace Activations.Grpc.Tests.Configuration;

public sealed class AllowedOriginsTests
{
    [Theory]
    [InlineData("[\"https://app.example.com\", \"http://localhost:3000\"]")]
    [InlineData("\"https://app.example.com,http://localhost:3000\"")]
    [InlineData("\" https://app.example.com, http://localhost:3000 \"")]
    public void They_are_a_JSON_array_or_one_text_with_commas(string json)
    {
        Assert.Equal(["https://app.example.com", "http://localhost:3000"], Read(json));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void They_may_be_none(string json)
    {
        Assert.Empty(Read(json));
    }

    [Fact]
    public void A_text_from_a_later_source_replaces_a_list()
    {
        Assert.Equal(["https://b.example.com"], Read("[\"https://a.example.com\"]", "\"https://b.example.com\""));
    }

    [Fact]
    public void Every_bad_one_is_named_with_the_key()
    {
        var refused = Assert.Throws<InvalidConfigurationException>(
            () => Read("[\"https://a.example.com/path\", \"https://b.example.com\", \"c.example.com\"]"));

        Assert.Contains("Activations:Cors:AllowedOrigins has 'https://a.example.com/path'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Activations:Cors:AllowedOrigins has 'c.example.com'", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("b.example.com'", refused.Message, StringComparison.Ordinal);
    }

    private static string[] Read(params string[] origins)
    {
        var configuration = new ConfigurationBuilder();
        foreach (var json in origins)
        {
            var file = "{\"Activations\": {\"Cors\": {\"AllowedOrigins\": " + json + "}}}";
            configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        }

        return ActivationsConfiguration.Read(configuration.Build()).Cors.AllowedOrigins;
    }
}
