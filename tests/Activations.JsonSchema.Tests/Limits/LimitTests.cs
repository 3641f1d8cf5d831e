namespace Activations.JsonSchema.Tests.Limits;

/// <summary>Hostile schemas and instances meet a limit, and are told which.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void An_instance_is_nested_only_so_deep(int depth, bool valid)
    {
        var validator = Json.Compile("{}", new JsonSchemaOptions { MaxInstanceDepth = 3 });
        var nested = Nest("1", depth);

        Json.AssertVerdict(validator, nested, valid);
        Assert.Equal(valid, validator.IsValid(new NodeValue(Json.Parse(nested))));
        Assert.Equal(valid ? [] : ["arrays and objects must not be nested more than 3 deep"], Messages(validator, nested));
    }

    [Fact]
    public void A_schema_is_nested_only_so_deep()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"not":""", 200)) + "true" + new string('}', 200);

        Assert.Contains("nested more than 128 deep", Json.Refusal(schema).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_has_only_so_many_subschemas()
    {
        var schema = $$"""{"anyOf":[{{string.Join(',', Enumerable.Repeat("{}", 20_001))}}]}""";

        Assert.Contains("more than 20000 schemas", Json.Refusal(schema).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_is_not_repeated_for_every_schema_below_it()
    {
        var properties = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"p{i}\":{{}}"));
        var schema = $$"""{"properties":{"{{new string('n', 100_000)}}":{"properties":{ {{properties}} } } } }""";

        Assert.Contains("too long", Json.Refusal(schema).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void References_that_multiply_meet_a_limit()
    {
        var definitions = Enumerable.Range(0, 40).Select(i => $$"""
            "d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}
            """);
        var schema = $$"""{"$ref":"#/$defs/d0","$defs":{"d40":{},{{string.Join(',', definitions)}} } }""";

        AssertLimit(schema, "1", "the schema has to be applied more than 1000000 times");
    }

    [Fact]
    public void A_reference_that_never_ends_on_one_value_meets_a_limit() => AssertLimit(
        """{"$dynamicAnchor":"a","anyOf":[{"type":"null"},{"$dynamicRef":"#a"}]}""",
        "1",
        "more than 1000 schemas have to be applied inside one another");

    [Theory]
    [InlineData("""{"pattern":"^(.*a.{1000}|b)*$"}""")]
    [InlineData("""{"multipleOf":0.7}""")]
    [InlineData("""{"maxLength":5000000}""")]
    [InlineData("""{"type":"integer"}""")]
    public void Many_looks_at_one_long_text_meet_a_limit(string schema)
    {
        var text = schema.Contains("ength", StringComparison.Ordinal) || schema.Contains("pattern", StringComparison.Ordinal)
            ? $"\"{new string('a', 50_000)}\""
            : new string('7', 50_000);
        var references = string.Join(',', Enumerable.Repeat("""{"$ref":"#/$defs/a"}""", 10_000));

        AssertLimit($$"""{"$defs":{"a":{{schema}} },"allOf":[{{references}}]}""", text, "the schema has to be applied more than 1000000 times");
    }

    [Theory]
    [InlineData("""{"uniqueItems":true}""")]
    [InlineData("""{"enum":[1,2,3,4,5,[]]}""")]
    [InlineData("""{"dependentRequired":{"a":[]},"items":{"dependentRequired":{"a":["b"],"c":["d"],"e":["f"],"g":["h"]}}}""")]
    public void Many_looks_at_one_long_array_meet_a_limit(string schema)
    {
        var array = $"[{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"{{\"i\":{i}}}"))}]";
        var references = string.Join(',', Enumerable.Repeat("""{"not":{"not":{"$ref":"#/$defs/a"}}}""", 5_000));

        AssertLimit(
            $$"""{"$defs":{"a":{"anyOf":[{{schema}},true]} },"allOf":[{{references}}]}""",
            array,
            "the schema has to be applied more than 1000000 times");
    }

    [Fact]
    public void Violations_below_a_long_name_are_bounded_in_size()
    {
        var validator = Json.Compile("""{"additionalProperties":{"items":{"type":"null"}}}""");
        var instance = $$"""{"{{new string('n', 400_000)}}":[{{string.Join(',', Enumerable.Repeat("1", 1_000))}}]}""";

        var violations = validator.Validate(Json.Parse(instance));

        Assert.InRange(violations.Sum(violation => (long)violation.InstanceLocation.Length), 1, 2_000_000);
    }

    [Fact]
    public void A_long_path_of_evaluation_is_not_repeated_without_bound()
    {
        var pattern = new string('a', 4_000);
        var validator = Json.Compile($$"""{"patternProperties":{"^{{pattern}}":{"$ref":"#"} },"items":{"type":"null"} }""");
        var leaf = $"[{string.Join(',', Enumerable.Repeat("1", 1_000))}]";
        var instance = Enumerable.Range(0, 100).Aggregate(leaf, (inner, _) => $$"""{"{{pattern}}":{{inner}} }""");

        var violations = validator.Validate(Json.Parse(instance));

        Assert.InRange(violations.Sum(violation => (long)violation.KeywordLocation.Length), 1, 3_000_000);
    }

    private static void AssertLimit(string schema, string instance, string limit)
    {
        var validator = Json.Compile(schema);
        Assert.False(validator.IsValid(Json.Parse(instance)));
        Assert.Contains($"cannot be checked: {limit}", Messages(validator, instance));
    }

    private static IEnumerable<string> Messages(JsonSchemaValidator validator, string instance) =>
        validator.Validate(Json.Parse(instance)).Select(violation => violation.Message);

    private static string Nest(string inner, int depth) => new string('[', depth) + inner + new string(']', depth);
}
