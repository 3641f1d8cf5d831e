using System.Text.Json;

namespace Activations.JsonSchema.Tests;

public sealed class ViolationTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "1", "must be a string, not a number")]
    [InlineData("""{"type":["string","null"]}""", "1", "must be a string or null, not a number")]
    [InlineData("""{"type":"integer"}""", "1.5", "must be an integer, not a number with a fraction")]
    [InlineData("""{"enum":["a","b",3]}""", "1", "must be one of \"a\", \"b\", 3")]
    [InlineData("""{"const":"a"}""", "1", "must be \"a\"")]
    [InlineData("""{"maximum":23}""", "24", "must be at most 23")]
    [InlineData("""{"minimum":0}""", "-1", "must be at least 0")]
    [InlineData("""{"exclusiveMaximum":23}""", "23", "must be less than 23")]
    [InlineData("""{"exclusiveMinimum":0}""", "0", "must be greater than 0")]
    [InlineData("""{"multipleOf":0.01}""", "0.001", "must be a multiple of 0.01")]
    [InlineData("""{"minLength":1}""", "\"\"", "must be at least 1 character long")]
    [InlineData("""{"maxLength":50}""", "\"123456789012345678901234567890123456789012345678901\"", "must be at most 50 characters long")]
    [InlineData("""{"pattern":"^a"}""", "\"b\"", "must match the pattern ^a")]
    [InlineData("""{"minItems":2}""", "[]", "must have at least 2 items")]
    [InlineData("""{"maxProperties":0}""", """{"a":1}""", "must have at most 0 properties")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1]", "items must be unique, but items 0 and 2 are equal")]
    [InlineData("""{"contains":{"type":"null"}}""", "[1]", "must contain at least 1 item of the kind that the schema describes")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "must not be a string")]
    [InlineData("""{"oneOf":[true,true]}""", "1", "must match exactly one of the alternatives, but matches both number 1 and number 2")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "1", "must match at least one of the alternatives: must be a string, not a number; or must be null, not a number")]
    [InlineData("false", "1", "is not allowed")]
    public void A_message_says_what_to_do(string schema, string instance, string message) =>
        Assert.Equal(message, Json.Violation(schema, instance).Message);

    [Theory]
    [InlineData("""{"required":["listName"]}""", "{}", "", "/required", "required property 'listName' is missing", "listName")]
    [InlineData("""{"properties":{"a":{"required":["b"]}}}""", """{"a":{}}""", "/a", "/properties/a/required", "required property 'b' is missing", "b")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "", "/dependentRequired/a", "required property 'b' is missing: it has to be present when 'a' is", "b")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","dependencies":{"a":["b"]}}""", """{"a":1}""", "", "/dependencies/a", "required property 'b' is missing: it has to be present when 'a' is", "b")]
    [InlineData("""{"additionalProperties":false}""", """{"a/b":1}""", "/a~1b", "/additionalProperties", "property 'a/b' is not allowed", null)]
    [InlineData("""{"unevaluatedProperties":false}""", """{"a":1}""", "/a", "/unevaluatedProperties", "property 'a' is not allowed", null)]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "/ab", "/propertyNames/maxLength", "must be at most 1 character long", null)]
    [InlineData("""{"properties":{"a":false}}""", """{"a":1}""", "/a", "/properties/a", "property 'a' is not allowed", null)]
    [InlineData("""{"items":{"items":{"maximum":1}}}""", "[[0],[0,2]]", "/1/1", "/items/items/maximum", "must be at most 1", null)]
    [InlineData("""{"$defs":{"a":{"type":"null"}},"$ref":"#/$defs/a"}""", "1", "", "/$ref/type", "must be null, not a number", null)]
    [InlineData("""{"if":true,"then":{"required":["a"]}}""", "{}", "", "/then/required", "required property 'a' is missing", "a")]
    public void A_violation_says_where(string schema, string instance, string location, string keyword, string message, string? missing)
    {
        var violation = Json.Violation(schema, instance);

        Assert.Equal(
            (location, keyword, message, missing),
            (violation.InstanceLocation, violation.KeywordLocation, violation.Message, violation.MissingProperty));
    }

    [Fact]
    public void The_absolute_location_names_the_schema_resource()
    {
        var violation = Json.Violation("""{"$ref":"urn:a","$defs":{"a":{"$id":"urn:a","allOf":[{"type":"null"}]}}}""", "1");

        Assert.Equal(("/$ref/allOf/0/type", "urn:a#/allOf/0/type"), (violation.KeywordLocation, violation.AbsoluteKeywordLocation));
    }

    [Fact]
    public void Every_violation_is_reported_at_once()
    {
        var validator = Json.Compile("""
            {"type":"object","required":["listName"],"additionalProperties":false,
             "properties":{"listName":{"type":"string"},"syncHour":{"type":"integer","minimum":0,"maximum":23}}}
            """);

        var violations = validator.Validate(Json.Parse("""{"syncHour":24,"color":"red"}"""));

        Assert.Equal(["/syncHour", "/color", ""], violations.Select(violation => violation.InstanceLocation));
    }

    [Theory]
    [InlineData("""{"minItems":2,"maxItems":0}""", "[1]", "/minItems /maxItems")]
    [InlineData("""{"minLength":2,"maxLength":0}""", "\"a\"", "/minLength /maxLength")]
    [InlineData("""{"minimum":2,"maximum":0,"multipleOf":2}""", "1", "/maximum /minimum /multipleOf")]
    public void Keywords_that_share_one_look_fail_each_for_itself(string schema, string instance, string keywords) =>
        Assert.Equal(
            keywords.Split(' '),
            Json.Compile(schema).Validate(Json.Parse(instance)).Select(violation => violation.KeywordLocation));

    [Fact]
    public void One_keyword_that_fails_twice_at_one_location_is_reported_once()
    {
        var validator = Json.Compile("""{"$defs":{"a":{"type":"null"}},"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}]}""");

        Assert.Single(validator.Validate(Json.Parse("1")));
    }

    [Fact]
    public void When_only_one_alternative_is_of_the_right_type_its_violations_follow()
    {
        var validator = Json.Compile("""{"anyOf":[{"type":"null"},{"type":"object","required":["a"]}]}""");

        var violations = validator.Validate(Json.Parse("{}"));

        Assert.Equal(["/anyOf", "/anyOf/1/required"], violations.Select(violation => violation.KeywordLocation));
    }

    [Fact]
    public void Violations_are_bounded()
    {
        var validator = Json.Compile("""{"items":{"type":"null"}}""", new JsonSchemaOptions { MaxViolations = 10 });

        Assert.Equal(10, validator.Validate(JsonSerializer.SerializeToElement(Enumerable.Range(0, 100))).Count);
    }

    [Fact]
    public void A_valid_instance_has_none() => Assert.Empty(Json.Compile("{}").Validate(Json.Parse("1")));
}
