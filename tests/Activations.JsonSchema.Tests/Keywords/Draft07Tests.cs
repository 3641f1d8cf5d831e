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
    [InlineData("""{"$id":"http://x.test/a/","definitions":{"f":{"$id":"http://x.test/f","type":"string"},"b":{"$id":"f","type":"number"}},"allOf":[{"$id":"http://x.test/","$ref":"f"}]}""", "1", true)]
    [InlineData("""{"$id":"http://x.test/root","allOf":[{"$ref":"http://x.test/nested.json#foo"}],"definitions":{"A":{"$id":"nested.json","definitions":{"B":{"$id":"#foo","type":"integer"}}}}}""", "\"a\"", false)]
    [InlineData("""{"$id":"http://x.test/a","allOf":[{"$ref":"http://x.test/a#foo"}],"definitions":{"A":{"$id":"#foo","type":"integer"}}}""", "\"a\"", false)]
    [InlineData("""{"$id":"file:///c:/folder/file.json","definitions":{"foo":{"type":"number"}},"allOf":[{"$ref":"#/definitions/foo"}]}""", "\"a\"", false)]
    [InlineData("""{"definitions":{"":{"definitions":{"":{"type":"number"}}}},"allOf":[{"$ref":"#/definitions//definitions/"}]}""", "\"a\"", false)]
    [InlineData("""{"properties":{"foo\"bar":{"$ref":"#/definitions/foo%22bar"}},"definitions":{"foo\"bar":{"type":"number"}}}""", """{"foo\"bar":"1"}""", false)]
    [InlineData("""{"properties":{"$ref":{"$ref":"#/definitions/s"}},"definitions":{"s":{"type":"string"}}}""", """{"$ref":2}""", false)]
    [InlineData("""{"allOf":[{"$ref":"http://x.test/if"},{"if":{"$id":"http://x.test/if","type":"integer"}}]}""", "\"a\"", false)]
    [InlineData("""{"definitions":{"u":{"not":{"list":[{"$id":"http://x.test/my","type":"null"}]}},"r":{"$id":"http://x.test/my","type":"string"}},"anyOf":[{"$ref":"http://x.test/my"}]}""", "null", false)]
    [InlineData("""{"allOf":[{"items":[{"type":"integer"}]}],"additionalItems":{"type":"boolean"}}""", "[1,null]", true)]
    [InlineData("""{"contains":{"if":false,"else":true}}""", "[]", false)]
    [InlineData("""{"contains":false}""", "[1]", false)]
    [InlineData("""{"items":[true,false]}""", "[1,2]", false)]
    [InlineData("""{"items":[true,false]}""", "[1]", true)]
    [InlineData("""{"dependencies":{"a":["b"],"c\td":{"minProperties":3}}}""", """{"c\td":1,"e":2}""", false)]
    [InlineData("""{"type":"integer","multipleOf":0.123456789}""", "1e308", false)]
    [InlineData("""{"type":"integer","multipleOf":1e-8}""", "12391239123", true)]
    [InlineData("""{"format":"ipv4"}""", "\"x\"", true)]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"type":"null"}},"$id":"http://x.test/ignored"}""", "1", false)]
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
