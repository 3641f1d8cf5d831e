using System.Text.Json;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>const</c> and <c>enum</c> (validation §6.1.2, §6.1.3).</summary>
internal sealed class ConstantKeyword : Assertion
{
    // Up to here comparing one by one is quicker than hashing the instance.
    private const int ScannedConstants = 4;

    private readonly JsonElementValue[] constants;
    private readonly NameTable texts;
    private readonly Dictionary<ulong, List<JsonElementValue>>? byHash;

    public ConstantKeyword(KeywordSite site, IReadOnlyList<JsonElement> allowed, string message)
        : base(site, InstanceKinds.Any, message)
    {
        texts = new NameTable(allowed.Where(IsText).Select(Text).Distinct());
        constants = [.. allowed.Where(constant => !IsText(constant)).Select(constant => new JsonElementValue(constant))];
        if (constants.Length > ScannedConstants)
            byHash = constants.GroupBy(ValueHash.Compute).ToDictionary(group => group.Key, group => group.ToList());
    }

    protected override bool Holds<TValue>(TValue value, ref EvaluationState state)
    {
        if (value.Kind == JsonValueKind.String)
            return texts.Find(value.GetText()) >= 0;
        if (byHash is not null)
            return byHash.TryGetValue(ValueHash.Compute(value), out var candidates) && Contains(candidates, value);

        foreach (var constant in constants)
        {
            if (ValueEquality.AreEqual(value, constant))
                return true;
        }

        return false;
    }

    private static bool Contains<TValue>(List<JsonElementValue> candidates, TValue value)
        where TValue : struct, IJsonValue<TValue>
    {
        foreach (var candidate in candidates)
        {
            if (ValueEquality.AreEqual(value, candidate))
                return true;
        }

        return false;
    }

    private static bool IsText(JsonElement element) => element.ValueKind == JsonValueKind.String;

    private static string Text(JsonElement element) => new JsonElementValue(element).GetText().ToString();
}
