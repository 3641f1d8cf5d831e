using Activations.EndUsers;
using Activations.Identifiers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>A request id within the document of its end user.</summary>
internal static class UsedRequestIdDocument
{
    public const string Value = "value";
    public const string UsedAt = "usedAt";

    private const string Fingerprint = "fingerprint";
    private const string ActivationId = "activationId";

    public static BsonDocument Write(UsedRequestId used) => new()
    {
        { Value, used.Value },
        { Fingerprint, new BsonBinaryData([.. used.Fingerprint]) },
        { ActivationId, used.ActivationId.ToBson() },
        { UsedAt, used.UsedAt.ToBson() },
    };

    public static UsedRequestId Read(BsonDocument document) => new(
        document[Value].AsString,
        [.. document[Fingerprint].AsByteArray],
        document.ReadId<ActivationId>(ActivationId),
        document.ReadTime(UsedAt));
}
