using Activations.JsonSchema.Patterns;

namespace Activations.JsonSchema.Formats;

internal delegate bool FormatCheck(ReadOnlySpan<char> text);

/// <summary>A format that can be asserted (validation §7.3).</summary>
/// <param name="Description">What a text of this format is, for a message.</param>
/// <param name="Accepts">Decides over a text.</param>
internal sealed record Format(string Description, FormatCheck Accepts)
{
    private static readonly Dictionary<string, Format> Known = new(StringComparer.Ordinal)
    {
        ["date-time"] = new("a date and time (RFC 3339), such as 2024-05-31T13:45:00Z", DateTimeFormats.IsDateTime),
        ["date"] = new("a date (RFC 3339), such as 2024-05-31", DateTimeFormats.IsDate),
        ["time"] = new("a time with an offset (RFC 3339), such as 13:45:00Z", DateTimeFormats.IsTime),
        ["duration"] = new("a duration (ISO 8601), such as P1DT12H", DurationFormat.IsDuration),
        ["email"] = new("an email address", EmailFormat.IsEmail),
        ["hostname"] = new("a host name", HostnameFormat.IsHostname),
        ["ipv4"] = new("an IPv4 address, such as 192.0.2.1", AddressFormats.IsIPv4),
        ["ipv6"] = new("an IPv6 address, such as 2001:db8::1", AddressFormats.IsIPv6),
        ["uri"] = new("an absolute URI", UriFormats.IsUri),
        ["uri-reference"] = new("a URI or a relative reference", UriFormats.IsUriReference),
        ["uuid"] = new("a UUID, such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380", IdentifierFormats.IsUuid),
        ["json-pointer"] = new("a JSON Pointer, such as /a/b", IdentifierFormats.IsJsonPointer),
        ["regex"] = new("a regular expression (ECMA-262)", Pattern.IsWellFormed),
    };

    /// <summary>The format of a name; null for one that is only an annotation.</summary>
    public static Format? Find(string name) => Known.GetValueOrDefault(name);
}
