using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Activations.JsonSchema.Compilation;

/// <summary>Words for messages.</summary>
internal static class Wording
{
    private const int LongestValue = 80;
    private const int MostValues = 20;

    public static string Value(JsonElement value)
    {
        var text = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
        return Cut(text, LongestValue);
    }

    /// <summary>A text of at most so many characters, and a sign that there is more of it.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }

    public static string Values(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return Value(list);

        var values = string.Join(", ", list.EnumerateArray().Take(MostValues).Select(Value));
        return list.GetArrayLength() <= MostValues ? values : $"{values}, … ({list.GetArrayLength()} in all)";
    }

    public static string Count(long count, string singular, string plural) => $"{count} {(count == 1 ? singular : plural)}";
}
