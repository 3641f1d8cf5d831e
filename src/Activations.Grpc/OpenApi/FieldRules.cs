using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Activations.Grpc.OpenApi;

/// <summary>
/// The limits of a field's values, read from its comment. The protos have no options for them, and their comments say each
/// in the same words everywhere: "ULID of …", "One of `a`, `b`", "1–255 characters", "At most 100".
/// </summary>
internal static partial class FieldRules
{
    private const string AnsweredUlid = "[0-7][0-9A-HJKMNP-TV-Z]{25}";
    private const string TakenUlid = "[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}";

    /// <summary>Adds the limits of a value.</summary>
    /// <param name="schema">The schema of the value; of a list, that of its items.</param>
    /// <param name="comment">The field's comment.</param>
    /// <param name="isAnswer">Whether the service writes the value, which is stricter than what it reads.</param>
    public static void Apply(OpenApiSchema schema, string comment, bool isAnswer)
    {
        switch (schema.Type)
        {
            case JsonSchemaType.String when schema.Format is null:
                ApplyToText(schema, comment, isAnswer);
                break;
            case JsonSchemaType.Integer when NumberRange.Match(comment) is { Success: true } range:
                schema.Minimum = range.Groups["min"].Value;
                schema.Maximum = range.Groups["max"].Value;
                if (range.Groups["default"] is { Success: true, Value: var value })
                    schema.Default = int.Parse(value, CultureInfo.InvariantCulture);
                break;
        }
    }

    /// <summary>Adds the limit of how many items a list has.</summary>
    public static void ApplyToList(OpenApiSchema schema, string comment)
    {
        if (ItemCount.Match(comment) is { Success: true } count)
            schema.MaxItems = NumberOf(count.Groups["max"].Value);
    }

    private static void ApplyToText(OpenApiSchema schema, string comment, bool isAnswer)
    {
        if (Ulid.IsMatch(comment))
        {
            var pattern = isAnswer ? AnsweredUlid : TakenUlid;
            schema.Pattern = comment.Contains("Empty ", StringComparison.Ordinal) ? $"^({pattern})?$" : $"^{pattern}$";
        }
        else if (OneOf.Match(comment) is { Success: true } values)
        {
            schema.Enum = [.. values.Groups["value"].Captures.Select(value => Node(value.Value))];
        }
        else if (DefaultAndOther.Match(comment) is { Success: true } two)
        {
            schema.Enum = [Node(two.Groups["default"].Value), Node(two.Groups["other"].Value)];
            schema.Default = two.Groups["default"].Value;
        }
        else if (Length.Match(comment) is { Success: true } length)
        {
            schema.MaxLength = NumberOf(length.Groups["max"].Value);
            if (length.Groups["min"] is { Success: true, Value: var min })
                schema.MinLength = NumberOf(min);
        }
    }

    private static JsonValue Node(string text) => JsonValue.Create(text)!;

    private static int NumberOf(string digits) => int.Parse(digits, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(A )?ULIDs?\b|\(ULID\)\.$")]
    private static partial Regex Ulid { get; }

    [GeneratedRegex(@"\b[Oo]ne (or more )?of (`(?<value>[^`]+)`(, | and )?)+")]
    private static partial Regex OneOf { get; }

    [GeneratedRegex(@"^`(?<default>\w+)` \(the default\) or `(?<other>\w+)`")]
    private static partial Regex DefaultAndOther { get; }

    [GeneratedRegex(@"((?<min>\d+)–|at most )(?<max>[\d,]+) characters")]
    private static partial Regex Length { get; }

    [GeneratedRegex(@"(?<min>\d+)–(?<max>\d+)(, (?<default>\d+) by default)?")]
    private static partial Regex NumberRange { get; }

    [GeneratedRegex(@"\b[Aa]t most (?<max>[\d,]*\d)[.;]")]
    private static partial Regex ItemCount { get; }
}
