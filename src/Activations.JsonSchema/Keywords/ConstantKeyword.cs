using System.Text.Json;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>const</c> and <c>enum</c> (validation §6.1.2, §6.1.3).</summary>
internal sealed class ConstantKeyword : Keyword
{
    // Up to here comparing one by one is quicker than hashing the instance.
    private const int ScannedConstants = 4;

    private readonly string message;
    private readonly TapeConstant[] constants;
    private readonly NameTable texts;
    private readonly Dictionary<ulong, TapeConstant[]>? byHash;

    public ConstantKeyword(KeywordSite site, IReadOnlyList<JsonElement> allowed, string message)
        : base(site, InstanceKinds.Any, Phase.Assertion)
    {
        this.message = message;
        var all = allowed.Select(value => new TapeConstant(value)).ToLookup(IsText);
        texts = new NameTable(all[true].Select(constant => constant.Tape.String(0)).Distinct());
        constants = [.. all[false]];
        if (constants.Length > ScannedConstants)
            byHash = constants.GroupBy(Hash).ToDictionary(group => group.Key, group => group.ToArray());
    }

    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated) =>
        state.SpendOnAllOf(value) && (Allows(state.Tape, value) || Fail(value, state, message));

    private bool Allows(in JsonTape tape, int value)
    {
        if (tape[value].Kind == JsonValueKind.String)
            return texts.Find(tape.Text(value)) >= 0;
        if (byHash is null)
            return Contains(constants, tape, value);

        return byHash.TryGetValue(ValueHash.Compute(tape, value), out var candidates) && Contains(candidates, tape, value);
    }

    private static bool IsText(TapeConstant constant) => constant.Tape[0].Kind == JsonValueKind.String;

    private static ulong Hash(TapeConstant constant) => ValueHash.Compute(constant.Tape, 0);

    private static bool Contains(TapeConstant[] candidates, in JsonTape tape, int value)
    {
        foreach (var candidate in candidates)
        {
            if (ValueEquality.AreEqual(tape, value, candidate.Tape, 0))
                return true;
        }

        return false;
    }
}
