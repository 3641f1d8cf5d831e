using System.Buffers;

namespace Activations.JsonSchema.Values;

/// <summary>HEXDIG of RFC 5234, in either case.</summary>
internal static class HexDigits
{
    private static readonly SearchValues<char> All = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool AreAllOf(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(All);
}
