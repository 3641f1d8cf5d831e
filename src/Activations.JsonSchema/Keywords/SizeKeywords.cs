using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>The range a size has to be in.</summary>
internal readonly record struct SizeRange(long Least, long Most)
{
    public bool Contains(long size) => size >= Least && size <= Most;
}

/// <summary><c>minLength</c> or <c>maxLength</c> (validation §6.3.1, §6.3.2), in code points.</summary>
internal sealed class LengthKeyword(KeywordSite site, SizeRange range, string message)
    : Assertion(site, InstanceKinds.String, message)
{
    protected override bool Holds<TValue>(TValue value, ref EvaluationState state) =>
        HoldsFor(value.GetText());

    // One to four bytes, or one or two UTF-16 units, are a code point: often the length in storage settles it.
    private bool HoldsFor(JsonText text)
    {
        if (text.TryGetUtf8(out var utf8) && utf8.Length <= range.Most && (utf8.Length + 3) / 4 >= range.Least)
            return true;

        return range.Contains(text.CountCodePoints());
    }
}

/// <summary><c>minItems</c>, <c>maxItems</c>, <c>minProperties</c> or <c>maxProperties</c> (validation §6.4, §6.5).</summary>
internal sealed class CountKeyword(KeywordSite site, InstanceKinds kinds, SizeRange range, string message)
    : Assertion(site, kinds, message)
{
    protected override bool Holds<TValue>(TValue value, ref EvaluationState state) => range.Contains(value.Count);
}
