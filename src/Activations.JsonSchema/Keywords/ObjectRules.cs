using Activations.JsonSchema.Patterns;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary>What an <see cref="ObjectKeyword"/> checks.</summary>
/// <param name="Names">Every name that some rule mentions.</param>
/// <param name="Properties">The schema <c>properties</c> has for a name, by its slot.</param>
/// <param name="Patterns">The entries of <c>patternProperties</c>.</param>
/// <param name="Additional">The schema of <c>additionalProperties</c>.</param>
/// <param name="PropertyNames">The schema of <c>propertyNames</c>.</param>
/// <param name="Presence">What has to be present.</param>
internal sealed record ObjectRules(
    NameTable Names,
    Subschema?[] Properties,
    PatternRule[] Patterns,
    Subschema? Additional,
    Subschema? PropertyNames,
    PresenceRule[] Presence)
{
    /// <summary>What the rules cost that look at no member, in units of about one evaluation.</summary>
    public int Effort { get; } = (Presence.Length >> 2) + (Names.Count >> 9);

    /// <summary>Whether the name alone tells which one schema a member has to match: that of <see cref="ByName"/>.</summary>
    public bool IsPlain { get; } = Patterns.Length == 0 && PropertyNames is null;

    /// <summary>The schema of the members of a name, by its slot, when <see cref="IsPlain"/>.</summary>
    public SchemaNode?[] ByName { get; } = Array.ConvertAll(Properties, property => (property ?? Additional)?.Node);

    /// <summary>Whether members whose name is not in <see cref="Names"/> are of no interest.</summary>
    public bool IgnoresUnknownNames { get; } = Patterns.Length == 0 && Additional is null && PropertyNames is null;
}

/// <summary>An entry of <c>patternProperties</c> (core §10.3.2.2).</summary>
internal sealed record PatternRule(Pattern Pattern, Subschema Subschema);
