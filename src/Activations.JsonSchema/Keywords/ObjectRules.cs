using Activations.JsonSchema.Patterns;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary>What an <see cref="ObjectKeyword"/> checks.</summary>
internal sealed class ObjectRules
{
    /// <summary>Every name that some rule mentions.</summary>
    public required NameTable Names { get; init; }

    /// <summary>The schema <c>properties</c> has for a name, by its slot.</summary>
    public required Subschema?[] Properties { get; init; }

    public required PatternRule[] Patterns { get; init; }

    public required Subschema? Additional { get; init; }

    public required Subschema? PropertyNames { get; init; }

    public required PresenceRule[] Presence { get; init; }
}

/// <summary>An entry of <c>patternProperties</c> (core §10.3.2.2).</summary>
internal sealed record PatternRule(Pattern Pattern, Subschema Subschema);
