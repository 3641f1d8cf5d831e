using System.Runtime.InteropServices;
using System.Text.Json;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Keywords;
using Activations.JsonSchema.Patterns;

namespace Activations.JsonSchema.Compilation;

/// <summary>A schema object that is being compiled, as the keywords read it.</summary>
internal sealed class SchemaSource(SchemaCompiler compiler, SchemaPlace place, SchemaNode node)
{
    private readonly Dictionary<string, JsonElement> members = place.Members;
    private readonly string absolute = place.Absolute;

    public bool IsDraft07 => place.Resource.Dialect.Draft == Draft.Seven;

    /// <summary>In draft-07 nothing beside a <c>$ref</c> counts (draft-07 core §8.3).</summary>
    public bool RefHidesSiblings => IsDraft07 && members.ContainsKey("$ref");

    public bool AssertsFormat =>
        compiler.Options.AssertFormat || place.Resource.Dialect.Vocabularies.HasFlag(Vocabularies.FormatAssertion);

    /// <summary>A keyword's value, if it is there and its vocabulary counts.</summary>
    public bool TryGet(Vocabularies vocabulary, string keyword, out JsonElement value) =>
        members.TryGetValue(keyword, out value) && (place.Resource.Dialect.Vocabularies & vocabulary) != 0;

    public string? Text(Vocabularies vocabulary, string keyword)
    {
        if (!TryGet(vocabulary, keyword, out var value))
            return null;

        return SchemaObject.Text(value) ?? throw Error(keyword, "it has to be a string");
    }

    /// <summary>A number of things: an integer that is not negative, huge ones as <see cref="long.MaxValue"/>.</summary>
    public long? Size(Vocabularies vocabulary, string keyword)
    {
        if (!TryGet(vocabulary, keyword, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw Error(keyword, "it has to be an integer that is not negative");

        var number = JsonNumber.FromUtf8(JsonMarshal.GetRawUtf8Value(value));
        if (!number.IsInteger || number.Parts.IsNegative)
            throw Error(keyword, "it has to be an integer that is not negative");
        if (number.Parts.DigitCount + number.Parts.Exponent > 18)
            return long.MaxValue;

        var size = (long)number.Parts.Coefficient;
        for (var i = 0; i < number.Parts.Exponent; i++)
            size *= 10;

        return size;
    }

    public KeywordSite Site(string keyword) => new($"/{keyword}", $"{absolute}/{keyword}");

    public JsonSchemaException Error(string keyword, string problem) => place.Error($"/{keyword}", problem);

    /// <summary>The schema a keyword applies to items or members.</summary>
    public Subschema? Child(Vocabularies vocabulary, string keyword) =>
        TryGet(vocabulary, keyword, out _) ? Subschema($"/{keyword}") : null;

    /// <summary>The schema a keyword applies to the same instance.</summary>
    public Subschema? Branch(string keyword) =>
        TryGet(Vocabularies.Applicator, keyword, out _) ? InPlace(Subschema($"/{keyword}")) : null;

    public Subschema? Member(string keyword, string name) => Subschema($"/{keyword}/{PointerToken.Escape(name)}");

    public Subschema InPlaceMember(string keyword, string name) => InPlace(Subschema($"/{keyword}/{PointerToken.Escape(name)}"));

    /// <summary>The schemas of a keyword whose value is a list of at least one.</summary>
    public Subschema[]? List(string keyword, bool inPlace)
    {
        if (!TryGet(Vocabularies.Applicator, keyword, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            throw Error(keyword, "it has to be an array of at least one schema");

        var list = Enumerable.Range(0, value.GetArrayLength()).Select(index => Subschema($"/{keyword}/{index}")).ToArray();
        return inPlace ? Array.ConvertAll(list, InPlace) : list;
    }

    /// <summary>The names under a keyword whose value is an object.</summary>
    public Dictionary<string, JsonElement> Map(Vocabularies vocabulary, string keyword)
    {
        if (!TryGet(vocabulary, keyword, out var value))
            return [];

        return value.ValueKind == JsonValueKind.Object
            ? SchemaObject.Members(value)
            : throw Error(keyword, "it has to be an object");
    }

    /// <summary>An array of different strings, such as the value of <c>required</c>.</summary>
    public List<string> Names(string location, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw Error(location, "it has to be an array of strings");

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in value.EnumerateArray())
        {
            var name = SchemaObject.Text(item) ?? throw Error(location, "it has to be an array of strings");
            if (!names.Add(name))
                throw Error(location, $"it has '{name}' twice");
        }

        return [.. names];
    }

    public Pattern Pattern(string location, string source)
    {
        try
        {
            return Patterns.Pattern.Compile(source);
        }
        catch (PatternException exception)
        {
            throw Error(location, $"the pattern '{source}' is not usable: {exception.Message}");
        }
    }

    public SchemaPlace Resolve(string keyword, string reference) => compiler.Resolve(place, keyword, reference);

    public Subschema Reference(string keyword, SchemaPlace target) => InPlace(new Subschema(compiler.NodeAt(target), $"/{keyword}"));

    public SchemaNode DynamicTarget(SchemaPlace target)
    {
        compiler.UseDynamicScope();
        return compiler.NodeAt(target);
    }

    private Subschema Subschema(string segment) =>
        new(compiler.NodeAt(place.Resource.Document.Places[place.Pointer + segment]), segment);

    private Subschema InPlace(Subschema subschema)
    {
        compiler.AddInPlace(node, subschema.Node);
        return subschema;
    }
}
