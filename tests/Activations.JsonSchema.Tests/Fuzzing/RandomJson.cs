using CsCheck;

namespace Activations.JsonSchema.Tests.Fuzzing;

/// <summary>Random schemas and instances over few names and values, so that they have something to do with each other.</summary>
internal static class RandomJson
{
    private static readonly Gen<string> Name = OneOf("a", "b", "c", "\\u0061", "é", "\\ud800", "a/b~c");

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[-3, 12].Select(i => $"{i}"),
        OneOf("1.0", "0.1", "0.3", "-0", "1e400", "-1e-400", "1E2", "123456789012345678901234567890.5", "1e999999999999999999999", "100000000000000000000"));

    private static readonly Gen<string> Text = Gen.OneOf(
        Name,
        OneOf("", "aab", "2024-02-29", "x@y.z", "\\ud83d\\udca9", "💩💩", "::1", "\\\"", "0123456789", "a b\\n"))
        .Select(text => $"\"{text}\"");

    private static readonly Gen<string> Scalar = Gen.OneOf(Number, Text, OneOf("null", "true", "false"));

    private static readonly Gen<string> Pattern = OneOf(
        "^a", "a*$", "^[a-c]+$", "(a|b){0,3}", ".", "^.$", "\\\\p{L}", "[^a]", "(a*)*b", "\\\\d+\\\\b", "(?=a)", "(", "^(a|aa)+$", "💩", "^\\\\S*$");

    public static readonly Gen<string> Value = Nested(3);

    public static readonly Gen<string> Schema = Gen.Int[1, 4].SelectMany(SchemaOf).Select(AddDefinitions);

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static Gen<string> Nested(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (2, Scalar),
            (2, Nested(depth - 1).Array[0, 5].Select(items => $"[{string.Join(',', items)}]")),
            (3, Gen.Select(Name, Nested(depth - 1)).Array[0, 5].Select(Object)));

    private static string Object((string Name, string Value)[] members) =>
        $"{{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}";

    private static Gen<string> SchemaOf(int depth) => depth == 0
        ? OneOf("true", "false", "{}", """{"type":"string"}""", """{"$ref":"#/$defs/x"}""", """{"$dynamicRef":"#d"}""")
        : Gen.Frequency((1, SchemaOf(0)), (8, Keyword(depth - 1).Array[1, 4].Select(Object)));

    private static Gen<(string Name, string Value)> Keyword(int depth)
    {
        var schema = SchemaOf(depth);
        var schemas = schema.Array[1, 3].Select(list => $"[{string.Join(',', list)}]");
        var map = Gen.Select(Name, schema).Array[0, 3].Select(Object);
        return Gen.OneOf(
            Gen.Select(OneOf("items", "contains", "not", "if", "then", "else", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"), schema),
            Gen.Select(OneOf("allOf", "anyOf", "oneOf", "prefixItems"), schemas),
            Gen.Select(OneOf("properties", "dependentSchemas"), map),
            Gen.Select(Gen.Const("patternProperties"), Gen.Select(Pattern, schema).Array[0, 2].Select(Object)),
            Gen.Select(OneOf("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf"), Number),
            Gen.Select(OneOf("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"), Gen.Int[0, 4].Select(i => $"{i}")),
            Gen.Select(Gen.Const("pattern"), Pattern.Select(pattern => $"\"{pattern}\"")),
            Gen.Select(Gen.Const("format"), OneOf("date", "email", "ipv6", "regex", "uri", "hostname", "duration", "time").Select(format => $"\"{format}\"")),
            Gen.Select(Gen.Const("required"), Name.Array[0, 2].Select(names => $"[{string.Join(',', names.Distinct().Select(name => $"\"{name}\""))}]")),
            Gen.Select(Gen.Const("type"), OneOf("\"object\"", "\"array\"", "[\"string\",\"null\"]", "\"integer\"", "\"number\"", "\"strin\"")),
            Gen.Select(Gen.Const("const"), Value),
            Gen.Select(Gen.Const("enum"), Value.Array[1, 7].Select(values => $"[{string.Join(',', values)}]")),
            Gen.Const(("uniqueItems", "true")));
    }

    private static string AddDefinitions(string schema) => schema.Length < 3 || schema[0] != '{' || schema == "{}"
        ? schema
        : schema.Insert(1, """
            "$defs":{"x":{"type":["object","string"],"additionalProperties":{"$ref":"#/$defs/x"}},"d":{"$dynamicAnchor":"d","items":{"$dynamicRef":"#d"}}},
            """);
}
