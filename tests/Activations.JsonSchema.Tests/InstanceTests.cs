using System.Text.Json;

namespace Activations.JsonSchema.Tests;

/// <summary>How instances are read: as text of any shape that a parser lets through, and as a host's own values.</summary>
public sealed class InstanceTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Theory]
    [InlineData("""{"a":1,"a":"x"}""", true)]
    [InlineData("""{"a":"x","a":1}""", false)]
    [InlineData("""{"a":1,"\u0061":"x"}""", true)]
    [InlineData("""{"a":[1,{"b":2}],"c":0,"a":"x"}""", true)]
    [InlineData("""{"c":{"a":{"a":1,"a":2}},"a":{"d":1,"d":2},"a":"x"}""", true)]
    [InlineData("""{"a":"x","b":{"a":1,"a":"y","a":2},"a":"z"}""", true)]
    public void Of_members_of_one_name_the_last_one_counts(string instance, bool valid) =>
        Json.AssertVerdict(Json.Compile("""{"properties":{"a":{"type":"string"}}}"""), instance, valid);

    [Fact]
    public void Members_that_a_later_one_replaces_do_not_count()
    {
        var validator = Json.Compile("""{"maxProperties":1,"additionalProperties":{"const":{"b":[2]}}}""");

        Json.AssertVerdict(validator, """{"a":1,"a":{"b":[1],"b":[2]}}""", valid: true);
        Json.AssertVerdict(validator, """{"a":{"b":[2]},"a":{"b":[2],"b":[1]}}""", valid: false);
    }

    [Fact]
    public void Many_members_may_repeat_a_name()
    {
        var validator = Json.Compile("""{"maxProperties":100,"additionalProperties":{"minimum":900}}""");
        var members = Enumerable.Range(0, 1_000).Select(i => $"\"p{i % 100}\":{i}");

        Json.AssertVerdict(validator, $"{{{string.Join(',', members)}}}", valid: true);
        Json.AssertVerdict(validator, $"{{{string.Join(',', members.Reverse())}}}", valid: false);
    }

    [Fact]
    public void Comments_trailing_commas_and_white_space_are_passed_over()
    {
        using var document = JsonDocument.Parse(
            "/* \"a\": */ { // {\n \"a\" : /* , */ [ 1 , -2.5e1 /* ] */ , \"x\\\\\" , true , ] , \r\n\t\"b\" \n\t:\"\\\"//\" , }", Lenient);
        var validator = Json.Compile("""{"const":{"a":[1,-25,"x\\",true],"b":"\"//"}}""");

        Assert.True(validator.IsValid(document.RootElement));
        Assert.Empty(validator.Validate(document.RootElement));
    }

    [Theory]
    [InlineData("\"abc\"", "\"\\u0061bc\"")]
    [InlineData("\"\\ud83d\\udca9\"", "\"\U0001F4A9\"")]
    [InlineData("\"\\\\\\/\\b\\f\\n\\r\\t\\\"\"", "\"\\u005c\\u002f\\u0008\\u000c\\u000a\\u000d\\u0009\\u0022\"")]
    [InlineData("\"a text that is longer than a vector, with an \\n in it\"", "\"a text that is longer than a vector, with an \\u000a in it\"")]
    [InlineData("0", "-0.0e9")]
    [InlineData("100", "1e2")]
    [InlineData("123456789", "123456789.0")]
    [InlineData("-1234567890", "-1.23456789e9")]
    [InlineData("1e400", "10e399")]
    [InlineData("0.1", "1e-1")]
    [InlineData("12345678901234567890123", "1234567890123456789012.3e1")]
    public void Two_spellings_of_one_value_are_equal(string left, string right)
    {
        Json.AssertVerdict(Json.Compile($$"""{"const":{{left}}}"""), right, valid: true);
        Json.AssertVerdict(Json.Compile($$"""{"enum":[{{right}},null,[],{},false,true]}"""), left, valid: true);
        Json.AssertVerdict(Json.Compile("""{"uniqueItems":true}"""), $"[{left},{right}]", valid: false);
        Assert.True(Json.Compile($$"""{"const":{{left}}}""").IsValid(new NodeValue(Json.Parse(right))));
    }

    [Fact]
    public void A_lone_surrogate_is_a_character_of_its_own()
    {
        Json.AssertVerdict(Json.Compile("""{"minLength":2,"maxLength":2,"not":{"const":"\ufffd\ufffd"}}"""), """ "\ud83d\ud83d" """, valid: true);
        Json.AssertVerdict(Json.Compile("""{"properties":{"\ud800":{"type":"null"}},"pattern":"^.$"}"""), """{"\ud800":1}""", valid: false);
        Assert.Equal("/\ud800", Json.Violation("""{"additionalProperties":false}""", """{"\ud800":1}""").InstanceLocation);
    }

    [Fact]
    public void A_value_that_JSON_does_not_have_matches_nothing_that_names_one()
    {
        Assert.False(Json.Compile("""{"type":["null","object","array","string","number","boolean"]}""").IsValid(default(JsonElement)));
        Assert.False(Json.Compile("""{"enum":[null]}""").IsValid(default(JsonElement)));
        Assert.True(Json.Compile("{}").IsValid(default(JsonElement)));
    }

    [Theory]
    [InlineData(0.1, """{"const":1e-1,"multipleOf":0.05}""", true)]
    [InlineData(1e300, """{"const":1e300,"type":"integer"}""", true)]
    [InlineData(-0.0, """{"const":0}""", true)]
    [InlineData(-123456789, """{"minimum":-123456789,"exclusiveMaximum":-123456788}""", true)]
    [InlineData(5e-324, """{"exclusiveMinimum":0,"maximum":1e-323}""", true)]
    [InlineData(1.5, """{"type":"integer"}""", false)]
    [InlineData(1234567890123456.5, """{"maximum":1234567890123456}""", false)]
    public void A_host_may_hold_numbers_as_doubles(double value, string schema, bool valid) =>
        Assert.Equal(valid, Json.Compile(schema).IsValid(new DoubleValue(value)));

    [Fact]
    public void A_double_that_is_not_finite_is_no_number() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Json.Compile("{}").IsValid(new DoubleValue(double.NaN)));

    private readonly struct DoubleValue(double value) : IJsonValue<DoubleValue>
    {
        public JsonValueKind Kind => JsonValueKind.Number;

        public JsonText GetText() => default;

        public JsonNumber GetNumber() => JsonNumber.FromDouble(value);

        public void VisitItems<TVisitor>(ref TVisitor visitor)
            where TVisitor : struct, IJsonItemVisitor<DoubleValue>, allows ref struct
        {
        }

        public void VisitMembers<TVisitor>(ref TVisitor visitor)
            where TVisitor : struct, IJsonMemberVisitor<DoubleValue>, allows ref struct
        {
        }
    }
}
