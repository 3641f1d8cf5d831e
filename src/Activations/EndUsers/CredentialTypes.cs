using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Activations.Errors;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>The types of credentials, and what data each asks for.</summary>
public static partial class CredentialTypes
{
    private static readonly FrozenDictionary<string, Member[]> Members = new Dictionary<string, Member[]>
    {
        ["none"] = [],
        ["string"] = [Required("value", Text)],
        ["binary"] = [Required("valueBase64", Base64)],
        ["basic-auth"] = [Required("username", Text), Required("password", Text)],
        ["oauth2-client"] =
        [
            Required("clientId", Text), Required("clientSecret", Text), Required("authorizeUrl", AbsoluteUri),
            Required("tokenUrl", AbsoluteUri), Optional("scopes", TextList), Optional("additionalParams", Text),
            Optional("mTLSEnabled", Flag) with { HasEmptyValue = false }, Optional("mTLSCredentialId", Text),
        ],
        ["oauth2-code"] = [Required("code", Text), Required("state", Text)],
        ["oauth2-password"] = [Required("username", Text), Required("password", Text)],
        ["oauth2-token"] =
        [
            Required("scopes", TextList), Required("refreshToken", Text), Optional("accessToken", Text),
            Optional("tokenType", Text), Optional("expiresAt", Timestamp) with { HasEmptyValue = false },
        ],
        ["custom-function"] = [],
        ["certificate"] = [Required("certificate", Text), Required("key", Text), Required("ca", Text)],
        ["jwt-bearer"] = [],
    }.ToFrozenDictionary();

    private delegate string? Shape(JsonElement value);

    /// <summary>The types.</summary>
    public static ImmutableArray<string> All { get; } = [.. Members.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// Checks data against its type. Members that the type does not know are left alone, but <c>none</c> has none at all;
    /// <c>custom-function</c> and <c>jwt-bearer</c> take any object.
    /// </summary>
    /// <param name="type">One of <see cref="All"/>.</param>
    /// <param name="data">The data. No message shows a value of it.</param>
    /// <param name="path">The path of the data.</param>
    /// <param name="violations">Where to report.</param>
    public static void Check(string type, JsonText data, string path, Violations violations)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(violations);

        if (type == "none" && data.Root.EnumerateObject().Any())
            violations.Add(path, "must be empty for a credential of type 'none'");

        foreach (var member in Members[type])
        {
            if (data.Root.TryGetProperty(member.Name, out var value))
            {
                if (member.Shape(value) is { } expected)
                    violations.Add($"{path}.{member.Name}", $"must be {expected}");
            }
            else if (member.IsRequired)
            {
                violations.Add($"{path}.{member.Name}", $"is required for a credential of type '{type}'");
            }
        }
    }

    /// <summary>
    /// Whether an empty text or list can stand for a member's value where it is not shown; a time and a truth value have
    /// nothing that stands for them.
    /// </summary>
    /// <param name="type">One of <see cref="All"/>.</param>
    /// <param name="member">The member's name.</param>
    public static bool HasEmptyValue(string type, string member) =>
        Members[type].FirstOrDefault(m => m.Name == member)?.HasEmptyValue ?? true;

    private static Member Required(string name, Shape shape) => new(name, IsRequired: true, shape);

    private static Member Optional(string name, Shape shape) => new(name, IsRequired: false, shape);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? null : "a string";

    private static string? Flag(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false";

    private static string? TextList(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            ? null
            : "a list of strings";

    private static string? Base64(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && System.Buffers.Text.Base64.IsValid(value.GetString())
            ? null
            : "a base64 string (RFC 4648, section 4)";

    private static string? AbsoluteUri(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Uri.IsWellFormedUriString(value.GetString(), UriKind.Absolute)
            ? null
            : "an absolute URI (RFC 3986)";

    private static string? Timestamp(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Rfc3339.IsMatch(value.GetString()!) && value.TryGetDateTimeOffset(out _)
            ? null
            : "a date and time (RFC 3339)";

    // .NET takes dates without a time or an offset too.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Rfc3339 { get; }

    private sealed record Member(string Name, bool IsRequired, Shape Shape)
    {
        public bool HasEmptyValue { get; init; } = true;
    }
}
