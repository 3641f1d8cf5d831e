using System.Collections.Concurrent;
using System.Globalization;

namespace Activations.JsonSchema.Patterns;

/// <summary>
/// The properties that <c>\p{…}</c> may name (ECMA-262 §22.2.1, tables of Unicode properties) and that the platform's Unicode data can
/// answer: general categories, and a few binary properties.
/// </summary>
internal static class UnicodeProperties
{
    private static readonly Lazy<CodePointSet[]> ByCategory = new(ReadCategories);

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["L"] = "Lu Ll Lt Lm Lo",
        ["LC"] = "Lu Ll Lt",
        ["M"] = "Mn Mc Me",
        ["N"] = "Nd Nl No",
        ["P"] = "Pc Pd Ps Pe Pi Pf Po",
        ["S"] = "Sm Sc Sk So",
        ["Z"] = "Zs Zl Zp",
        ["C"] = "Cc Cf Cs Co Cn",
    };

    // A pattern may name one group a thousand times over.
    private static readonly ConcurrentDictionary<string, CodePointSet> GroupSets = new(StringComparer.Ordinal);

    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc",
        "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L",
        ["Cased_Letter"] = "LC",
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm",
        ["Other_Letter"] = "Lo",
        ["Mark"] = "M",
        ["Combining_Mark"] = "M",
        ["Nonspacing_Mark"] = "Mn",
        ["Spacing_Mark"] = "Mc",
        ["Enclosing_Mark"] = "Me",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["digit"] = "Nd",
        ["Letter_Number"] = "Nl",
        ["Other_Number"] = "No",
        ["Punctuation"] = "P",
        ["punct"] = "P",
        ["Connector_Punctuation"] = "Pc",
        ["Dash_Punctuation"] = "Pd",
        ["Open_Punctuation"] = "Ps",
        ["Close_Punctuation"] = "Pe",
        ["Initial_Punctuation"] = "Pi",
        ["Final_Punctuation"] = "Pf",
        ["Other_Punctuation"] = "Po",
        ["Symbol"] = "S",
        ["Math_Symbol"] = "Sm",
        ["Currency_Symbol"] = "Sc",
        ["Modifier_Symbol"] = "Sk",
        ["Other_Symbol"] = "So",
        ["Separator"] = "Z",
        ["Space_Separator"] = "Zs",
        ["Line_Separator"] = "Zl",
        ["Paragraph_Separator"] = "Zp",
        ["Other"] = "C",
        ["Control"] = "Cc",
        ["cntrl"] = "Cc",
        ["Format"] = "Cf",
        ["Surrogate"] = "Cs",
        ["Private_Use"] = "Co",
        ["Unassigned"] = "Cn",
    };

    /// <summary>The set a property expression such as <c>Lu</c> or <c>General_Category=Letter</c> names; null when it names none.</summary>
    public static CodePointSet? Find(string expression)
    {
        var equals = expression.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return FindCategory(expression) ?? FindBinary(expression);

        return expression[..equals] is "General_Category" or "gc" ? FindCategory(expression[(equals + 1)..]) : null;
    }

    /// <summary>Whether the expression names a property that exists but that the platform has no data for.</summary>
    public static bool IsKnownButUnsupported(string expression) =>
        expression.Split('=') is [var name, { Length: > 0 }] && name is "Script" or "sc" or "Script_Extensions" or "scx"
        || UnsupportedProperties.Names.Contains(expression);

    private static CodePointSet? FindCategory(string name)
    {
        var shortName = LongNames.GetValueOrDefault(name, name);
        if (Groups.TryGetValue(shortName, out var members))
            return GroupSets.GetOrAdd(shortName, _ => CodePointSet.Union(members.Split(' ').Select(member => FindCategory(member)!)));

        var index = Array.IndexOf(Categories, shortName);
        return index < 0 ? null : ByCategory.Value[index];
    }

    private static CodePointSet? FindBinary(string name) => name switch
    {
        "Any" => CodePointSet.All,
        "ASCII" => CodePointSet.Range(0, 0x7F),
        "Assigned" => FindCategory("Cn")!.Complement(),
        "ASCII_Hex_Digit" or "AHex" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
        "Hex_Digit" or "Hex" => CodePointSet.Of(
            ('0', '9'), ('A', 'F'), ('a', 'f'), (0xFF10, 0xFF19), (0xFF21, 0xFF26), (0xFF41, 0xFF46)),
        "White_Space" or "space" => CodePointSet.Union([FindCategory("Z")!, CodePointSet.Range(9, 13), CodePointSet.Single(0x85)]),
        "Regional_Indicator" or "RI" => CodePointSet.Range(0x1F1E6, 0x1F1FF),
        _ => null,
    };

    // One pass over Unicode for all categories; it takes milliseconds and happens once, when a pattern first needs it.
    private static CodePointSet[] ReadCategories()
    {
        var ranges = Array.ConvertAll(Categories, _ => new List<(int First, int Last)>());
        for (var start = 0; start <= CodePointSet.Last;)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(start);
            var end = start;
            while (end < CodePointSet.Last && CharUnicodeInfo.GetUnicodeCategory(end + 1) == category)
                end++;

            ranges[(int)category].Add((start, end));
            start = end + 1;
        }

        return Array.ConvertAll(ranges, list => CodePointSet.Of(list.ToArray()));
    }
}
