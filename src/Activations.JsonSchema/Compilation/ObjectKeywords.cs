using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Keywords;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Compilation;

/// <summary>
/// Compiles the keywords that look at an object's members (core §10.3.2, §11.3; validation §6.5.3, §6.5.4) into one that does so once.
/// </summary>
internal static class ObjectKeywords
{
    public static void Add(SchemaSource source, List<Keyword> keywords)
    {
        var properties = source.Map(Vocabularies.Applicator, "properties");
        var presence = new PresenceRules(source);
        var names = new NameTable(properties.Keys.Concat(presence.Names).Distinct(StringComparer.Ordinal));
        var rules = new ObjectRules(
            names,
            [.. Slots(names).Select(name => properties.ContainsKey(name) ? source.Member("properties", name) : null)],
            [.. source.Map(Vocabularies.Applicator, "patternProperties").Keys.Select(pattern => Pattern(source, pattern))],
            source.Child(Vocabularies.Applicator, "additionalProperties"),
            source.Child(Vocabularies.Applicator, "propertyNames"),
            presence.Compile(names));
        if (names.Count > 0 || rules.Patterns.Length > 0 || rules.Additional is not null || rules.PropertyNames is not null)
            keywords.Add(new ObjectKeyword(source.Site("properties"), rules));
        if (!source.IsDraft07 && source.Child(Vocabularies.Unevaluated, "unevaluatedProperties") is { } unevaluated)
            keywords.Add(new UnevaluatedPropertiesKeyword(source.Site("unevaluatedProperties"), unevaluated));
    }

    private static IEnumerable<string> Slots(NameTable names) => Enumerable.Range(0, names.Count).Select(slot => names[slot]);

    private static PatternRule Pattern(SchemaSource source, string pattern) => new(
        source.Pattern($"patternProperties/{PointerToken.Escape(pattern)}", pattern),
        source.Member("patternProperties", pattern)!);
}
