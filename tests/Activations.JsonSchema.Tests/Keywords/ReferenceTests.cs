namespace Activations.JsonSchema.Tests.Keywords;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("""{"$defs":{"a":{"type":"null"}},"$ref":"#/$defs/a"}""", "1", false)]
    [InlineData("""{"$defs":{"a/b":{"type":"null"}},"$ref":"#/$defs/a~1b"}""", "1", false)]
    [InlineData("""{"$defs":{"a b":{"type":"null"}},"$ref":"#/$defs/a%20b"}""", "null", true)]
    [InlineData("""{"$defs":{"a":{"$anchor":"x","type":"null"}},"$ref":"#x"}""", "1", false)]
    [InlineData("""{"$id":"http://x.test/a/b","$defs":{"a":{"$id":"../c","type":"null"}},"$ref":"http://x.test/c"}""", "1", false)]
    [InlineData("""{"$id":"urn:x:y","$defs":{"a":{"type":"null"}},"$ref":"urn:x:y#/$defs/a"}""", "1", false)]
    [InlineData("""{"unknown":{"a":{"type":"null"}},"$ref":"#/unknown/a"}""", "1", false)]
    [InlineData("""{"properties":{"a":{"$ref":"#"}},"additionalProperties":false}""", """{"a":{"a":{}}}""", true)]
    [InlineData("""{"properties":{"a":{"$ref":"#"}},"additionalProperties":false}""", """{"a":{"b":{}}}""", false)]
    [InlineData("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""", """{"minLength":-1}""", false)]
    [InlineData("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""", """{"properties":{"a":{"type":"null"}}}""", true)]
    [InlineData("""{"$ref":"http://json-schema.org/draft-07/schema#"}""", """{"definitions":{"a":{"minLength":-1}}}""", false)]
    [InlineData("""{"$ref":"https://json-schema.org/draft/2020-12/meta/validation#/$defs/stringArray"}""", """["a","a"]""", false)]
    public void A_reference_applies_what_it_refers_to(string schema, string instance, bool valid) =>
        Json.AssertVerdict(Json.Compile(schema), instance, valid);

    [Theory]
    [InlineData("""{"list":["a"]}""", true)]
    [InlineData("""{"list":[1]}""", false)]
    public void A_dynamic_reference_takes_the_outermost_anchor(string instance, bool valid) => Json.AssertVerdict(
        Json.Compile("""
            {"$id":"http://x.test/strings","$ref":"list","$defs":{
                "item":{"$dynamicAnchor":"item","type":"string"},
                "list":{"$id":"list","properties":{"list":{"items":{"$dynamicRef":"#item"}}},
                    "$defs":{"any":{"$dynamicAnchor":"item"}}}}}
            """),
        instance,
        valid);

    [Fact]
    public void A_meta_schema_tells_which_vocabularies_count()
    {
        var validator = Json.Compile("""{"$schema":"https://json-schema.org/draft/2020-12/meta/applicator","properties":{"a":false},"type":"null"}""");

        Json.AssertVerdict(validator, "1", valid: true);
        Json.AssertVerdict(validator, """{"a":1}""", valid: false);
    }

    [Fact]
    public void The_meta_schemas_are_valid_against_themselves()
    {
        foreach (var draft in new[] { "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema" })
        {
            using var stream = typeof(JsonSchemaValidator).Assembly.GetManifestResourceStream(
                $"Activations.JsonSchema.MetaSchemas.{(draft.Contains("07", StringComparison.Ordinal) ? "draft-07" : "schema")}.json");
            using var reader = new StreamReader(stream!);

            Json.AssertVerdict(Json.Compile($$"""{"$ref":"{{draft}}"}"""), reader.ReadToEnd(), valid: true);
        }
    }
}
