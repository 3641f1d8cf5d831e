using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;
using MongoDB.Bson;

namespace Activations.Stores.Mongo;

/// <summary>How the domain's values look in BSON.</summary>
internal static class BsonValues
{
    public const string IdField = "_id";

    public const string SchemaField = "schema";

    /// <summary>The schema number of every document that this release writes.</summary>
    public const int Schema = 1;

    /// <summary>A condition that no document meets.</summary>
    public static BsonDocument Nothing => new(IdField, new BsonDocument("$in", new BsonArray()));

    /// <summary>An id as its 26 digits, which MongoDB orders as the domain does.</summary>
    public static BsonString ToBson<TId>(this TId id)
        where TId : struct, IId<TId> => new(id.Value.ToString());

    /// <summary>A time; BSON has milliseconds, like the domain (G5).</summary>
    public static BsonDateTime ToBson(this DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    /// <summary>A value, or BSON's null where there is none.</summary>
    public static BsonValue OrNull(BsonValue? value) => value ?? BsonNull.Value;

    /// <summary>JSON as one string: its names may begin with <c>$</c> or hold dots (G5).</summary>
    public static BsonString ToBson(this JsonText json) => new(json.GetText());

    public static TId ReadId<TId>(this BsonDocument document, string field)
        where TId : struct, IId<TId> => document[field].ToId<TId>();

    public static TId ToId<TId>(this BsonValue value)
        where TId : struct, IId<TId> => Id.Parse<TId>(value.AsString);

    public static DateTimeOffset ReadTime(this BsonDocument document, string field) =>
        DateTimeOffset.FromUnixTimeMilliseconds(document[field].AsBsonDateTime.MillisecondsSinceEpoch);

    /// <summary>A time; null where there is none, or where an earlier release wrote the document without the field.</summary>
    public static DateTimeOffset? ReadTimeOrNull(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) && !value.IsBsonNull ? document.ReadTime(field) : null;

    /// <summary>A text; empty where an earlier release wrote the document without the field.</summary>
    public static string ReadText(this BsonDocument document, string field) => document.GetValue(field, "").AsString;

    public static JsonText ReadJson(this BsonDocument document, string field) =>
        JsonText.FromTrustedText(document[field].AsString);

    /// <summary>The documents in an array; none where the array was not loaded.</summary>
    public static IEnumerable<BsonDocument> ReadDocuments(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) ? value.AsBsonArray.Select(v => v.AsBsonDocument) : [];

    /// <summary>Ends the call if a newer release wrote the document.</summary>
    /// <exception cref="StoreUnavailableException">It did.</exception>
    public static void ThrowIfNewer(this BsonDocument document)
    {
        if (document[SchemaField].ToInt32() > Schema)
            throw new StoreUnavailableException("What is asked for was written by a newer release of this service.");
    }
}
