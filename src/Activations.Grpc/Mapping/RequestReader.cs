using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Mapping;

/// <summary>
/// Turns the fields of a request into values of the domain. What can't be turned is a violation (B1); all of them are
/// collected, and a placeholder goes on. Nothing that was read may be used before <see cref="ThrowIfInvalid"/>.
/// </summary>
internal sealed class RequestReader
{
    private const int MaxNameLength = 255;
    private const int MaxDescriptionLength = 10_000;
    private const int MaxUriLength = 2_048;

    private readonly Violations violations = new();

    /// <summary>Where violations are collected.</summary>
    public Violations Violations => violations;

    /// <summary>Ends the call with all violations, if there are any.</summary>
    public void ThrowIfInvalid() => violations.ThrowIfAny();

    /// <summary>An id that must be there.</summary>
    public TId Id<TId>(string text, string field)
        where TId : struct, IId<TId>
    {
        if (text.Length == 0)
            violations.Add(field, "is required");
        else if (Identifiers.Id.TryParse<TId>(text, out var id))
            return id;
        else
            violations.Add(field, "must be a ULID (26 characters of Crockford's base32)");
        return default;
    }

    /// <summary>An id that may be absent.</summary>
    public TId? OptionalId<TId>(string text, string field)
        where TId : struct, IId<TId> => text.Length == 0 ? null : Id<TId>(text, field);

    /// <summary>A list of ids.</summary>
    public ImmutableArray<TId> Ids<TId>(IReadOnlyList<string> texts, string field, int maxCount)
        where TId : struct, IId<TId>
    {
        if (texts.Count <= maxCount)
            return [.. texts.Select((text, index) => Id<TId>(text, FieldPath.Item(field, index)))];
        violations.Add(field, $"must have at most {maxCount:N0} items");
        return [];
    }

    /// <summary>An end user, by the external id or by ours.</summary>
    public EndUserReference User(string id, string idType, string idField, string typeField)
    {
        UserIdType(idType, typeField);
        return idType switch
        {
            "" or "external" => new EndUserReference(ExternalId(id, idField), default),
            "internal" => new EndUserReference(null, Id<EndUserId>(id, idField)),
            _ => default,
        };
    }

    /// <summary>The type of a user's id, where the user need not be named.</summary>
    public void UserIdType(string idType, string field)
    {
        if (idType is not ("" or "external" or "internal"))
            violations.Add(field, "must be 'external' or 'internal'");
    }

    /// <summary>A text of the caller's own: 1–<paramref name="maxLength"/> characters, no control characters.</summary>
    public string Text(string text, string field, int maxLength)
    {
        if (text.Length == 0)
            violations.Add(field, "is required");
        else if (text.Length > maxLength && text.EnumerateRunes().Count() > maxLength)
            violations.Add(field, $"must be at most {maxLength} characters long");
        else if (text.Any(char.IsControl))
            violations.Add(field, "must not hold control characters");
        return text;
    }

    /// <summary>A text of the caller's own that may be empty, else as <see cref="Text"/>.</summary>
    public string OptionalText(string text, string field, int maxLength) =>
        text.Length == 0 ? text : Text(text, field, maxLength);

    /// <summary>A name: 1–255 characters, no control characters.</summary>
    public string Name(string text, string field) => Text(text, field, MaxNameLength);

    /// <summary>A name that may be empty.</summary>
    public string OptionalName(string text, string field) => OptionalText(text, field, MaxNameLength);

    /// <summary>A description: up to 10,000 characters, in several lines if need be.</summary>
    public string Description(string text, string field)
    {
        if (text.Length > MaxDescriptionLength && text.EnumerateRunes().Count() > MaxDescriptionLength)
            violations.Add(field, $"must be at most {MaxDescriptionLength:N0} characters long");
        return text;
    }

    /// <summary>An absolute URI (RFC 3986) of up to 2,048 characters, or none.</summary>
    public string ImageUrl(string text, string field)
    {
        if (OptionalText(text, field, MaxUriLength).Length > 0 && !Uri.IsWellFormedUriString(text, UriKind.Absolute))
            violations.Add(field, "must be an absolute URI (RFC 3986)");
        return text;
    }

    /// <summary>A JSON object; absent means empty.</summary>
    public JsonText Json(Struct? value, string field) => StructJson.ToJson(value, field, violations);

    /// <summary>
    /// The etags of which one must be the current one: that of the request's field, and those of <c>If-Match</c>
    /// (RFC 9110, section 13.1.1). Null if any state will do.
    /// </summary>
    public ImmutableArray<string>? Etags(string etag, Microsoft.Extensions.Primitives.StringValues ifMatch)
    {
        var fromHeader = ImmutableArray<string>.Empty;
        if (ifMatch.Count > 0 && ifMatch != "*")
            fromHeader = [.. ifMatch.SelectMany(v => v!.Split(',')).Select(v => v.Trim().Trim('"'))];

        if (etag.Length == 0)
            return fromHeader.IsEmpty ? null : fromHeader;
        if (!fromHeader.IsEmpty && !fromHeader.Contains(etag.Trim('"')))
            violations.Add("etag", "differs from the header If-Match");
        return [etag.Trim('"')];
    }

    /// <summary>The hub owner's id of a user.</summary>
    public string ExternalId(string id, string field)
    {
        if (id is "." or "..")
            violations.Add(field, "must not be '.' or '..', which no address can hold (RFC 3986, section 5.2.4)");
        return Text(id, field, EndUserKey.MaxExternalIdLength);
    }
}
