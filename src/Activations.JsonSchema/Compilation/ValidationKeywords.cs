using System.Runtime.InteropServices;
using System.Text.Json;
using Activations.JsonSchema.Formats;
using Activations.JsonSchema.Keywords;
using Activations.JsonSchema.Numbers;

namespace Activations.JsonSchema.Compilation;

/// <summary>Compiles the keywords of validation §6, and <c>format</c> (§7), that assert something about a value itself.</summary>
internal static class ValidationKeywords
{
    private const int LongestNumber = 1_000;

    public static void Add(SchemaSource source, List<Keyword> keywords)
    {
        AddConstants(source, keywords);
        AddNumbers(source, keywords);
        AddSizes(source, keywords);
        AddTexts(source, keywords);
        if (source.TryGet(Vocabularies.Validation, "uniqueItems", out var unique) && Flag(source, "uniqueItems", unique))
            keywords.Add(new UniqueItemsKeyword(source.Site("uniqueItems")));
    }

    /// <summary>The <c>type</c> keyword (validation §6.1.1), which a schema runs first.</summary>
    public static TypeKeyword? Type(SchemaSource source)
    {
        if (!source.TryGet(Vocabularies.Validation, "type", out var value))
            return null;

        var names = value.ValueKind == JsonValueKind.Array ? source.Names("type", value) : [SchemaObject.Text(value) ?? ""];
        if (names.Count == 0)
            throw source.Error("type", "it has to name at least one type");

        var kinds = InstanceKinds.None;
        foreach (var name in names)
            kinds |= KindOf(name) ?? throw source.Error("type", $"there is no type {(name.Length == 0 ? "like that" : $"'{name}'")}");

        return new TypeKeyword(source.Site("type"), kinds, names.Contains("integer"), $"must be {Describe(value)}");
    }

    /// <summary>The types a <c>type</c> keyword names, in words.</summary>
    public static string Describe(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? string.Join(" or ", type.EnumerateArray().Select(Describe))
        : SchemaObject.Text(type) switch
        {
            "null" => "null",
            "integer" => "an integer",
            "object" => "an object",
            "array" => "an array",
            var name => $"a {name}",
        };

    private static InstanceKinds? KindOf(string type) => type switch
    {
        "null" => InstanceKinds.Null,
        "boolean" => InstanceKinds.Boolean,
        "object" => InstanceKinds.Object,
        "array" => InstanceKinds.Array,
        "number" => InstanceKinds.Number,
        "string" => InstanceKinds.String,
        "integer" => InstanceKinds.None,
        _ => null,
    };

    private static bool Flag(SchemaSource source, string keyword, JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : throw source.Error(keyword, "it has to be a boolean");

    private static void AddConstants(SchemaSource source, List<Keyword> keywords)
    {
        if (source.TryGet(Vocabularies.Validation, "const", out var constant))
            keywords.Add(new ConstantKeyword(source.Site("const"), [constant], $"must be {Wording.Value(constant)}"));
        if (!source.TryGet(Vocabularies.Validation, "enum", out var list))
            return;
        if (list.ValueKind != JsonValueKind.Array)
            throw source.Error("enum", "it has to be an array");

        var message = list.GetArrayLength() == 0 ? "has no allowed value" : $"must be one of {Wording.Values(list)}";
        keywords.Add(new ConstantKeyword(source.Site("enum"), [.. list.EnumerateArray()], message));
    }

    private static void AddNumbers(SchemaSource source, List<Keyword> keywords)
    {
        var rules = new[]
        {
            Bound(source, "maximum", Relation.AtMost, "must be at most"),
            Bound(source, "exclusiveMaximum", Relation.LessThan, "must be less than"),
            Bound(source, "minimum", Relation.AtLeast, "must be at least"),
            Bound(source, "exclusiveMinimum", Relation.GreaterThan, "must be greater than"),
            Bound(source, "multipleOf", Relation.MultipleOf, "must be a multiple of"),
        }.OfType<NumberRule>().ToArray();
        if (rules.LastOrDefault() is { Relation: Relation.MultipleOf, Constant.Value: { IsZero: true } or { Parts.IsNegative: true } })
            throw source.Error("multipleOf", "it has to be greater than 0");
        if (rules.Length > 0)
            keywords.Add(new NumberKeyword(rules));
    }

    private static NumberRule? Bound(SchemaSource source, string keyword, Relation relation, string words) =>
        Number(source, keyword) is { } bound
            ? new NumberRule(source.Site(keyword), relation, bound, $"{words} {bound.Text}")
            : null;

    private static NumberConstant? Number(SchemaSource source, string keyword)
    {
        if (!source.TryGet(Vocabularies.Validation, keyword, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw source.Error(keyword, "it has to be a number");

        var text = JsonMarshal.GetRawUtf8Value(value);
        return text.Length <= LongestNumber
            ? new NumberConstant(text)
            : throw source.Error(keyword, $"it has more than {LongestNumber} digits");
    }

    private static void AddTexts(SchemaSource source, List<Keyword> keywords)
    {
        if (source.Text(Vocabularies.Validation, "pattern") is { } pattern)
            keywords.Add(new PatternKeyword(source.Site("pattern"), source.Pattern("pattern", pattern)));

        var format = source.Text(Vocabularies.FormatAnnotation | Vocabularies.FormatAssertion, "format");
        if (format is not null && source.AssertsFormat && Format.Find(format) is { } known)
            keywords.Add(new FormatKeyword(source.Site("format"), known));
    }

    private static void AddSizes(SchemaSource source, List<Keyword> keywords)
    {
        var least = Size(source, "minLength", "must be at least", "character long", "characters long");
        var most = Size(source, "maxLength", "must be at most", "character long", "characters long");
        if ((least ?? most) is not null)
            keywords.Add(new LengthKeyword(least, most));

        least = Size(source, "minItems", "must have at least", "item", "items");
        most = Size(source, "maxItems", "must have at most", "item", "items");
        if ((least ?? most) is not null)
            keywords.Add(new CountKeyword(least, most, InstanceKinds.Array));

        least = Size(source, "minProperties", "must have at least", "property", "properties");
        most = Size(source, "maxProperties", "must have at most", "property", "properties");
        if ((least ?? most) is not null)
            keywords.Add(new CountKeyword(least, most, InstanceKinds.Object));
    }

    private static SizeBound? Size(SchemaSource source, string keyword, string words, string singular, string plural) =>
        source.Size(Vocabularies.Validation, keyword) is { } size
            ? new SizeBound(source.Site(keyword), size, $"{words} {Wording.Count(size, singular, plural)}")
            : null;
}
