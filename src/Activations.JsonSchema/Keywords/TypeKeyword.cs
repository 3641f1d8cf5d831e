using System.Text.Json;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>type</c> (validation §6.1.1).</summary>
internal sealed class TypeKeyword(KeywordSite site, InstanceKinds kinds, bool acceptsIntegers, string message)
{
    /// <summary>The kinds of which every value is of the type.</summary>
    public InstanceKinds Kinds => kinds;

    /// <summary>Whether a value of none of the <see cref="Kinds"/> is of the type all the same.</summary>
    public bool HoldsForInteger(in JsonTape tape, int value) =>
        acceptsIntegers
        && tape[value].Kind == JsonValueKind.Number
        && (tape[value].IsInt32 || tape.Number(value).IsInteger);

    public bool Fail(int value, in EvaluationState state)
    {
        if (!state.Collects)
            return false;

        var kind = state.Tape[value].Kind;
        var found = kind == JsonValueKind.Number && acceptsIntegers ? "a number with a fraction" : Describe(kind);
        return state.Fail(value, site, $"{message}, not {found}");
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a string",
        _ => "a value that JSON does not have",
    };
}
