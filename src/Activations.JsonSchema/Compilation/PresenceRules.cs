using System.Text.Json;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Keywords;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Compilation;

/// <summary>
/// Reads the keywords that ask which properties are present: first the names, which share a table with <c>properties</c>, then the rules.
/// </summary>
internal sealed class PresenceRules
{
    private readonly SchemaSource source;
    private readonly List<string> required;
    private readonly List<(string Keyword, string Trigger, List<string> Required)> dependencies = [];
    private readonly List<(string Keyword, string Trigger)> schemas = [];

    public PresenceRules(SchemaSource source)
    {
        this.source = source;
        required = source.TryGet(Vocabularies.Validation, "required", out var value) ? source.Names("required", value) : [];
        if (source.IsDraft07)
        {
            Read(Vocabularies.Applicator, "dependencies", schema => schema.ValueKind == JsonValueKind.Array);
            return;
        }

        Read(Vocabularies.Validation, "dependentRequired", _ => true);
        Read(Vocabularies.Applicator, "dependentSchemas", _ => false);
    }

    public IEnumerable<string> Names => required
        .Concat(dependencies.SelectMany(dependency => dependency.Required.Prepend(dependency.Trigger)))
        .Concat(schemas.Select(schema => schema.Trigger));

    public PresenceRule[] Compile(NameTable names)
    {
        var rules = new List<PresenceRule>();
        if (required.Count > 0)
            rules.Add(new RequiredRule(source.Site("required"), Slots(names, required)));

        foreach (var (keyword, trigger, list) in dependencies)
            rules.Add(new DependentRequiredRule(Site(keyword, trigger), Slot(names, trigger), Slots(names, list)));

        foreach (var (keyword, trigger) in schemas)
            rules.Add(new DependentSchemaRule(Slot(names, trigger), source.InPlaceMember(keyword, trigger)));

        return [.. rules];
    }

    private void Read(Vocabularies vocabulary, string keyword, Func<JsonElement, bool> isList)
    {
        foreach (var (trigger, value) in source.Map(vocabulary, keyword))
        {
            if (isList(value))
                dependencies.Add((keyword, trigger, source.Names($"{keyword}/{PointerToken.Escape(trigger)}", value)));
            else
                schemas.Add((keyword, trigger));
        }
    }

    private KeywordSite Site(string keyword, string trigger) => source.Site(keyword).Below("/" + PointerToken.Escape(trigger));

    private static NamedSlot Slot(NameTable names, string name) => new(name, names.Find(name));

    private static NamedSlot[] Slots(NameTable names, List<string> list) => [.. list.Select(name => Slot(names, name))];
}
