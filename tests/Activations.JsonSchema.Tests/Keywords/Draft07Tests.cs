namespace Activations.JsonSchema.Tests.Keywords;

public sealed class Draft07Tests
{
    private const string Dialect = "\"$schema\":\"http://json-schema.org/draft-07/schema#\",";

    [Theory]
    [InlineData("""{"definitions":{"a":{"type":"null"}},"$ref":"#/definitions/a","maximum":1}""", "null", true)]
    [InlineData("""{"definitions":{"a":{}},"properties":{"x":{"$ref":"#/definitions/a","maximum":1}}}""", """{"x":5}""", true)]
    [InlineData("""{"definitions":{"a":{"$id":"#named","type":"null"}},"allOf":[{"$ref":"#named"}]}""", "1", false)]
    [InlineData("""{"$id":"http://x.test/a","definitions":{"b":{"$id":"b.json","type":"null"}},"allOf":[{"$ref":"http://x.test/b.json"}]}""", "1", false)]
    [InlineData("""{"dependencies":{"a":["b"]}}""", """{"a":1}""", false)]
    [InlineData("""{"dependencies":{"a":{"required":["b"]}}}""", """{"a":1}""", false)]
    [InlineData("""{"dependencies":{"a":[]}}""", """{"a":1}""", true)]
    [InlineData("""{"dependencies":{"a":false}}""", """{"a":1}""", false)]
    [InlineData("""{"items":[{"type":"null"}],"additionalItems":false}""", "[null,1]", false)]
    [InlineData("""{"items":[{"type":"null"}],"additionalItems":{"type":"integer"}}""", "[null,1]", true)]
    [InlineData("""{"items":{"type":"null"},"additionalItems":false}""", "[null,null]", true)]
    [InlineData("""{"additionalItems":false}""", "[1]", true)]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":2}""", "[1]", true)]
    [InlineData("""{"if":{"const":1},"then":false}""", "1", false)]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", false)]
    [InlineData("""{"dependentRequired":{"a":["b"]},"prefixItems":[false],"unevaluatedProperties":false}""", """{"a":1}""", true)]
    public void Draft_07_has_its_own_keywords(string schema, string instance, bool valid)
    {
        var withDialect = schema.Insert(1, Dialect);

        Json.AssertVerdict(Json.Compile(withDialect), instance, valid);
    }

    [Fact]
    public void A_resource_of_another_draft_may_be_embedded()
    {
        var validator = Json.Compile("""
            {"$ref":"urn:old","$defs":{"a":{"$id":"urn:old","$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"null"}]}}}
            """);

        Json.AssertVerdict(validator, "[1]", valid: false);
    }
}
