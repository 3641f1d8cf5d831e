using System.Buffers;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Formats;
using Activations.JsonSchema.Patterns;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>pattern</c> (validation §6.3.3).</summary>
internal sealed class PatternKeyword(KeywordSite site, Pattern pattern)
    : Assertion(site, InstanceKinds.String, $"must match the pattern {pattern.Source}")
{
    protected override bool Holds<TValue>(TValue value, ref EvaluationState state) => pattern.IsMatch(value.GetText());
}

/// <summary><c>format</c> as an assertion (validation §7.2.2).</summary>
internal sealed class FormatKeyword(KeywordSite site, Format format)
    : Assertion(site, InstanceKinds.String, $"must be {format.Description}")
{
    private const int StackChars = 256;

    protected override bool Holds<TValue>(TValue value, ref EvaluationState state)
    {
        var text = value.GetText();
        if (text.TryGetUtf16(out var held))
            return format.Accepts(held);

        char[]? rented = null;
        var buffer = text.MaxUtf16Length <= StackChars
            ? stackalloc char[StackChars]
            : rented = ArrayPool<char>.Shared.Rent(text.MaxUtf16Length);
        var valid = format.Accepts(buffer[..text.CopyUtf16To(buffer)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);

        return valid;
    }
}
