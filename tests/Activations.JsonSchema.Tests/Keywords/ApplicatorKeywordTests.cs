namespace Activations.JsonSchema.Tests.Keywords;

public sealed class ApplicatorKeywordTests
{
    [Theory]
    [InlineData("true", "1", true)]
    [InlineData("false", "1", false)]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "3", false)]
    [InlineData("""{"anyOf":[{"minimum":5},{"maximum":2}]}""", "3", false)]
    [InlineData("""{"anyOf":[{"minimum":5},{"maximum":2}]}""", "1", true)]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":2}]}""", "1.5", false)]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":2}]}""", "3", true)]
    [InlineData("""{"not":{"type":"null"}}""", "null", false)]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}}""", "15", false)]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}}""", "20", true)]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}}""", "7", false)]
    [InlineData("""{"then":false,"else":false}""", "7", true)]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", """{"a":1}""", false)]
    [InlineData("""{"dependentSchemas":{"a":false}}""", """{"a":1}""", false)]
    [InlineData("""{"properties":{"a":{"type":"null"}}}""", """{"a":1}""", false)]
    [InlineData("""{"properties":{"a/b~c":{"type":"null"}}}""", """{"a/b~c":null}""", true)]
    [InlineData("""{"patternProperties":{"^x":{"type":"null"}}}""", """{"xy":1}""", false)]
    [InlineData("""{"properties":{"a":true},"patternProperties":{"^x":true},"additionalProperties":false}""", """{"a":1,"x1":1}""", true)]
    [InlineData("""{"properties":{"a":true},"patternProperties":{"^x":true},"additionalProperties":false}""", """{"b":1}""", false)]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"abc":1}""", false)]
    [InlineData("""{"propertyNames":{"const":"\u00e9"}}""", """{"\u00e9":1}""", true)]
    [InlineData("""{"propertyNames":false}""", """{"a":1}""", false)]
    [InlineData("""{"prefixItems":[{"type":"null"}],"items":{"type":"integer"}}""", "[null,1,2]", true)]
    [InlineData("""{"prefixItems":[{"type":"null"}],"items":false}""", "[null,1]", false)]
    [InlineData("""{"items":{"type":"null"}}""", "[null,1]", false)]
    [InlineData("""{"contains":{"type":"null"}}""", "[1]", false)]
    [InlineData("""{"contentEncoding":"base64","contentMediaType":"application/json","contentSchema":{"type":"null"}}""", "\"?\"", true)]
    public void An_applicator_decides(string schema, string instance, bool valid) =>
        Json.AssertVerdict(Json.Compile(schema), instance, valid);

    [Theory]
    [InlineData("""{"properties":{"a":true},"unevaluatedProperties":false}""", """{"a":1}""", true)]
    [InlineData("""{"properties":{"a":true},"unevaluatedProperties":false}""", """{"b":1}""", false)]
    [InlineData("""{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}""", """{"a":1}""", true)]
    [InlineData("""{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},true],"unevaluatedProperties":false}""", """{"a":2}""", false)]
    [InlineData("""{"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false}""", """{"a":2}""", false)]
    [InlineData("""{"if":{"required":["a"],"properties":{"a":true}},"unevaluatedProperties":false}""", """{"a":2}""", true)]
    [InlineData("""{"dependentSchemas":{"a":{"properties":{"b":true}}},"unevaluatedProperties":false}""", """{"a":1,"b":1}""", false)]
    [InlineData("""{"dependentSchemas":{"a":{"properties":{"a":true}}},"unevaluatedProperties":false}""", """{"a":1}""", true)]
    [InlineData("""{"allOf":[{"properties":{"a":true}},{"unevaluatedProperties":false}]}""", """{"a":1}""", false)]
    [InlineData("""{"prefixItems":[true],"unevaluatedItems":false}""", "[1,2]", false)]
    [InlineData("""{"prefixItems":[true],"contains":{"const":2},"unevaluatedItems":false}""", "[1,2]", true)]
    [InlineData("""{"anyOf":[{"prefixItems":[true,true]},{"prefixItems":[true]}],"unevaluatedItems":false}""", "[1,2]", true)]
    [InlineData("""{"unevaluatedItems":{"type":"null"}}""", "[null]", true)]
    public void An_unevaluated_keyword_sees_what_matching_schemas_evaluated(string schema, string instance, bool valid) =>
        Json.AssertVerdict(Json.Compile(schema), instance, valid);

    [Fact]
    public void More_members_than_fit_the_stack_are_tracked_all_the_same()
    {
        var names = Enumerable.Range(0, 1_000).Select(i => $"p{i}").ToList();
        var validator = Json.Compile("""{"anyOf":[{"patternProperties":{"^p":true}}],"unevaluatedProperties":false}""");

        Json.AssertVerdict(validator, $"{{{string.Join(',', names.Select(name => $"\"{name}\":1"))}}}", valid: true);
        Json.AssertVerdict(validator, $"{{{string.Join(',', names.Append("q").Select(name => $"\"{name}\":1"))}}}", valid: false);
    }
}
