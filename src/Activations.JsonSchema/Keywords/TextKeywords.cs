using System.Buffers;
using Activations.JsonSchema.Formats;
using Activations.JsonSchema.Patterns;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>pattern</c> (validation §6.3.3).</summary>
internal sealed class PatternKeyword(KeywordSite site, Pattern pattern)
    : Assertion(site, InstanceKinds.String, $"must match the pattern {pattern.Source}")
{
    protected override bool Holds(in JsonTape tape, int value) => pattern.IsMatch(tape.Text(value));
}

/// <summary><c>format</c> as an assertion (validation §7.2.2).</summary>
internal sealed class FormatKeyword(KeywordSite site, Format format)
    : Assertion(site, InstanceKinds.String, $"must be {format.Description}")
{
    private const int StackChars = 256;

    protected override bool Holds(in JsonTape tape, int value)
    {
        var text = tape.Text(value);
        char[]? rented = null;
        var buffer = text.Length <= StackChars
            ? stackalloc char[StackChars]
            : rented = ArrayPool<char>.Shared.Rent(text.Length);
        var valid = format.Accepts(buffer[..CodePoints.ToUtf16(text, buffer)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);

        return valid;
    }
}
