using System.Globalization;
using System.Text.Json;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Secrets;
using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using JsonText = Activations.Json.JsonText;

namespace Activations.Grpc.Transfer;

/// <summary>
/// The members of a JSON object in a line. They are checked as those of a request are; what is not asked for is not known,
/// and refused, so that nothing of a file is lost without a word.
/// </summary>
/// <param name="value">The object.</param>
/// <param name="path">Its path in the line; empty for the line itself.</param>
/// <param name="reader">Checks values, and collects what is wrong.</param>
internal sealed class RecordFields(JsonElement value, string path, RequestReader reader)
{
    private static readonly JsonParser SchemeParser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private readonly List<string> asked = [];

    /// <summary>What checks values.</summary>
    public RequestReader Reader => reader;

    /// <summary>The path of a member.</summary>
    public string PathOf(string name) => FieldPath.Member(path, name);

    /// <summary>A text; empty where there is none.</summary>
    public string Text(string name) => Find(name, "a string", JsonValueKind.String) is { } text ? text.GetString()! : "";

    /// <summary>A name: 1–255 characters.</summary>
    public string Name(string name) => reader.Name(Text(name), PathOf(name));

    /// <summary>An id that must be there.</summary>
    public TId Id<TId>(string name)
        where TId : struct, IId<TId> => reader.Id<TId>(Text(name), PathOf(name));

    /// <summary>An id that may be absent.</summary>
    public TId? OptionalId<TId>(string name)
        where TId : struct, IId<TId> => reader.OptionalId<TId>(Text(name), PathOf(name));

    /// <summary>True or false; false where there is neither.</summary>
    public bool Flag(string name) => Find(name, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean() ?? false;

    /// <summary>A whole number from 1 on; 1 where there is none.</summary>
    public int Count(string name)
    {
        if (Find(name, "a number", JsonValueKind.Number) is not { } number)
            return 1;
        if (number.TryGetInt32(out var count) && count > 0)
            return count;
        reader.Violations.Add(PathOf(name), "must be a whole number from 1 on");
        return 1;
    }

    /// <summary>A time (RFC 3339), cut off to the millisecond; null where there is none.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name, "a string", JsonValueKind.String) is not { } text)
            return null;
        if (text.TryGetDateTimeOffset(out var time) && text.GetString()!.Contains('T', StringComparison.Ordinal))
            return DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        reader.Violations.Add(PathOf(name), "must be a date and time (RFC 3339)");
        return null;
    }

    /// <summary>When a record was made: as it says, else as its id does.</summary>
    public DateTimeOffset CreatedAt(Ulid id) =>
        Time("createdAt") ?? DateTimeOffset.FromUnixTimeMilliseconds(id.Time.ToUnixTimeMilliseconds());

    /// <summary>A JSON object as the service keeps it; empty where there is none.</summary>
    public JsonText Json(string name) => OptionalJson(name) ?? JsonText.EmptyObject;

    /// <summary>A JSON object as the service keeps it; null where there is none.</summary>
    public JsonText? OptionalJson(string name) => Find(name, "an object", JsonValueKind.Object) is { } json
        ? reader.Json(Parse(json, name, text => Struct.Parser.ParseJson(text)), PathOf(name))
        : null;

    /// <summary>A JSON object that is secret: the envelope that it is, or what it says.</summary>
    public JsonText Secret(string name) =>
        value.TryGetProperty(name, out var secret) && Sealer.FindEnvelope(secret) is { } envelope ? Known(name, envelope) : Json(name);

    /// <summary>An auth scheme: the envelope that it is, or one whose shape is right.</summary>
    public AuthScheme Scheme(string name)
    {
        if (Find(name, "an object", JsonValueKind.Object) is not { } scheme)
        {
            reader.Violations.Add(PathOf(name), "is required");
            return new AuthScheme(JsonText.EmptyObject);
        }

        return Sealer.FindEnvelope(scheme) is { } envelope
            ? new AuthScheme(envelope)
            : Parse(scheme, name, SchemeParser.Parse<AuthSchemeConfig>) is { } config
                ? AuthSchemes.Read(config, PathOf(name), reader)
                : new AuthScheme(JsonText.EmptyObject);
    }

    /// <summary>An object in the object; an empty one where there is none.</summary>
    public RecordFields Object(string name) =>
        new(Find(name, "an object", JsonValueKind.Object) ?? Empty, PathOf(name), reader);

    /// <summary>The objects in a list, all of them read.</summary>
    public List<TItem> List<TItem>(string name, Func<RecordFields, TItem> read)
    {
        var items = new List<TItem>();
        if (Find(name, "a list", JsonValueKind.Array) is not { } list)
            return items;
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var at = FieldPath.Item(PathOf(name), index);
            if (item.ValueKind != JsonValueKind.Object)
                reader.Violations.Add(at, "must be an object");
            else
                items.Add(new RecordFields(item, at, reader).All(read));
        }

        return items;
    }

    /// <summary>Reads the object, and refuses what was not asked for.</summary>
    public TResult All<TResult>(Func<RecordFields, TResult> read)
    {
        var result = read(this);
        foreach (var member in value.EnumerateObject())
        {
            if (!asked.Contains(member.Name))
                reader.Violations.Add(PathOf(member.Name), "is not known");
        }

        return result;
    }

    private static JsonElement Empty => JsonText.EmptyObject.Root;

    private JsonElement? Find(string name, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        asked.Add(name);
        if (!value.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null)
            return null;
        if (kinds.Contains(found.ValueKind))
            return found;
        reader.Violations.Add(PathOf(name), string.Create(CultureInfo.InvariantCulture, $"must be {expected}"));
        return null;
    }

    private JsonText Known(string name, JsonText envelope)
    {
        asked.Add(name);
        return envelope;
    }

    /// <summary>The parser's own messages may show values.</summary>
    private TMessage? Parse<TMessage>(JsonElement json, string name, Func<string, TMessage> parse)
        where TMessage : class
    {
        try
        {
            return parse(json.GetRawText());
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
        {
            reader.Violations.Add(PathOf(name), "can't be read: it is nested too deeply, a number is too large, or a member has a type that it can't have");
            return null;
        }
    }
}
