namespace Activations.JsonSchema.Tests;

public sealed class SchemaErrorTests
{
    [Theory]
    [InlineData("1", "")]
    [InlineData("""{"type":"strin"}""", "/type")]
    [InlineData("""{"type":[]}""", "/type")]
    [InlineData("""{"type":["null","null"]}""", "/type")]
    [InlineData("""{"properties":{"a/b":{"minLength":-1}}}""", "/properties/a~1b/minLength")]
    [InlineData("""{"properties":{"a":1}}""", "/properties/a")]
    [InlineData("""{"properties":[]}""", "/properties")]
    [InlineData("""{"items":[true]}""", "/items")]
    [InlineData("""{"allOf":[]}""", "/allOf")]
    [InlineData("""{"allOf":{}}""", "/allOf")]
    [InlineData("""{"enum":1}""", "/enum")]
    [InlineData("""{"maximum":"1"}""", "/maximum")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf")]
    [InlineData("""{"maxLength":1.5}""", "/maxLength")]
    [InlineData("""{"required":["a","a"]}""", "/required")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"dependentRequired":{"a":1}}""", "/dependentRequired/a")]
    [InlineData("""{"uniqueItems":1}""", "/uniqueItems")]
    [InlineData("""{"pattern":"("}""", "/pattern")]
    [InlineData("""{"patternProperties":{"[":true}}""", "/patternProperties/[")]
    [InlineData("""{"format":1}""", "/format")]
    [InlineData("""{"title":1}""", "/title")]
    [InlineData("""{"readOnly":1}""", "/readOnly")]
    [InlineData("""{"examples":1}""", "/examples")]
    [InlineData("""{"contentSchema":1}""", "/contentSchema")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""", "/$schema")]
    [InlineData("""{"$id":"a#b"}""", "/$id")]
    [InlineData("""{"$anchor":"1"}""", "/$anchor")]
    [InlineData("""{"$vocabulary":{"a":true}}""", "/$vocabulary")]
    [InlineData("""{"$ref":1}""", "/$ref")]
    [InlineData("""{"$ref":"#/$defs/a"}""", "/$ref")]
    [InlineData("""{"$ref":"#a"}""", "/$ref")]
    [InlineData("""{"$ref":"http://x.test/y"}""", "/$ref")]
    [InlineData("""{"$dynamicRef":"other.json"}""", "/$dynamicRef")]
    [InlineData("""{"$defs":{"unused":{"$ref":"file:///etc/passwd"}}}""", "/$defs/unused/$ref")]
    [InlineData("""{"$defs":{"a":{"$id":"urn:a"},"b":{"$id":"urn:a"}}}""", "/$defs/b/$id")]
    [InlineData("""{"$defs":{"a":{"$anchor":"a"},"b":{"$anchor":"a"}}}""", "/$defs/b/$anchor")]
    public void A_wrong_schema_is_refused_with_the_place(string schema, string location)
    {
        var exception = Json.Refusal(schema);

        Assert.Equal(location, exception.Location);
        Assert.NotEmpty(exception.Problem);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}}}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"not":{"$ref":"#"}}]}""")]
    [InlineData("""{"dependentSchemas":{"a":{"$ref":"#"}}}""")]
    public void A_schema_that_applies_itself_without_end_is_refused(string schema) =>
        Assert.Contains("without end", Json.Refusal(schema).Problem, StringComparison.Ordinal);
}
