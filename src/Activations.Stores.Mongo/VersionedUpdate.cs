using Activations.Identifiers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo;

/// <summary>
/// One update of one document (G2), which takes place only at the version that it was decided on (G3). It names the fields
/// that change and leaves the others as they are, those of a newer release among them.
/// </summary>
internal sealed class VersionedUpdate
{
    /// <summary>The field that counts the saves.</summary>
    public const string Version = "version";

    private const long FirstVersion = 1;

    /// <summary>An update that so far does nothing but count itself.</summary>
    /// <param name="key">The fields that identify the document, its shard key among them.</param>
    /// <param name="from">The version that the change was decided on.</param>
    /// <param name="writeId">Identifies the change.</param>
    public VersionedUpdate(BsonDocument key, long from, WriteId writeId)
    {
        Key = key;
        From = from;
        WriteId = writeId.ToBson();
        Set[Version] = from + 1;
        Push[Writes.Field] = PushOf(WriteId, keep: Writes.Kept);
    }

    /// <summary>The fields that identify the document.</summary>
    public BsonDocument Key { get; }

    /// <summary>The version that the change was decided on.</summary>
    public long From { get; }

    /// <summary>The change's id among the document's last writes.</summary>
    public BsonString WriteId { get; }

    /// <summary>Values by their paths.</summary>
    public BsonDocument Set { get; } = [];

    /// <summary>What is added to arrays, by their paths.</summary>
    public BsonDocument Push { get; } = [];

    /// <summary>What is removed from arrays, by their paths.</summary>
    public BsonDocument Pull { get; } = [];

    /// <summary>Which element each name in brackets stands for, as in <c>array.$[name].field</c>.</summary>
    public List<BsonDocument> ArrayFilters { get; } = [];

    /// <summary>The document at the version from which the change starts.</summary>
    public BsonDocument Filter
    {
        get
        {
            var filter = new BsonDocument(Key.Elements);
            // null stands for an absent field too: a release without versions wrote hubs and integrations.
            filter.Add(
                Version, From == FirstVersion ? new BsonDocument("$in", new BsonArray { From, BsonNull.Value }) : From);
            return filter;
        }
    }

    /// <summary>What changes.</summary>
    public BsonDocument Update
    {
        get
        {
            var update = new BsonDocument { { "$set", Set }, { "$push", Push } };
            if (Pull.ElementCount > 0)
                update.Add("$pull", Pull);
            return update;
        }
    }

    /// <summary>The update that makes one state of a document the next one.</summary>
    /// <param name="before">The document as it was loaded.</param>
    /// <param name="after">The document as it is to be; with the same members.</param>
    /// <param name="writeId">Identifies the change.</param>
    public static VersionedUpdate Between(BsonDocument before, BsonDocument after, WriteId writeId)
    {
        var key = new BsonDocument(BsonValues.IdField, before[BsonValues.IdField]);
        var update = new VersionedUpdate(key, ReadVersion(before), writeId);
        update.Set.Merge(DocumentDifference.Of(before, after), overwriteExistingElements: true);
        return update;
    }

    /// <summary>A document's version; the first where an earlier release wrote it without one.</summary>
    public static long ReadVersion(BsonDocument document) => document.GetValue(Version, FirstVersion).ToInt64();

    /// <summary>Adds an item to an array, of which the last ones can be kept.</summary>
    public static BsonDocument PushOf(BsonValue item, int? keep, string? sortBy = null)
    {
        var push = new BsonDocument("$each", new BsonArray { item });
        if (sortBy is not null)
            push.Add("$sort", new BsonDocument(sortBy, 1));
        if (keep is { } count)
            push.Add("$slice", -count);
        return push;
    }
}
