using Activations.Access;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.Hubs;

/// <summary>The hubs in MongoDB, and which one is an organisation's default.</summary>
internal sealed class MongoHubs(MongoConnection connection, Writes writes) : IHubStore
{
    public const string Collection = "hubs";

    private const string OrganisationsCollection = "organisations";

    private static readonly string[][] Keys = [[BsonValues.IdField]];

    private readonly Reads reads = new(connection, Collection);
    private readonly Reads organisationReads = new(connection, OrganisationsCollection);

    public Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return writes.AddAsync(Collection, HubDocument.Write(hub), Keys, cancellationToken);
    }

    public async Task<Hub?> LoadAsync(Reach reach, HubId id, CancellationToken cancellationToken)
    {
        var document = await reads.FindAsync(
            new BsonDocument(BsonValues.IdField, id.ToBson()).Within(reach, hub: BsonValues.IdField), cancellationToken);
        return document is null ? null : HubDocument.Read(document);
    }

    public Task<bool> SaveAsync(Hub current, Hub changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        return writes.SaveAsync(Collection, HubDocument.Write(current), HubDocument.Write(changed), cancellationToken);
    }

    public Task<Page<Hub>> ListAsync(
        Reach reach, OrganisationId organisation, PageRequest<HubId> page, CancellationToken cancellationToken) =>
        reads.ListAsync(Match(reach, organisation), page, fields: null, HubDocument.Read, cancellationToken);

    public Task<int> CountAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken) =>
        reads.CountAsync(Match(reach, organisation), cancellationToken);

    public Task<Page<Hub>> ListAllAsync(PageRequest<HubId> page, CancellationToken cancellationToken) =>
        reads.ListAsync([], page, fields: null, HubDocument.Read, cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => reads.CountAsync([], cancellationToken);

    public async Task<HubId?> LoadDefaultAsync(
        Reach reach, OrganisationId organisation, CancellationToken cancellationToken)
    {
        var document = await organisationReads.FindAsync(
            OrganisationDocument.Match(reach, organisation), cancellationToken);
        return document is null ? null : OrganisationDocument.ReadDefault(document);
    }

    public Task SetDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        UpdateOrganisationAsync(
            organisation,
            OrganisationDocument.Match(organisation),
            OrganisationDocument.Update(hub),
            isUpsert: true,
            @default => @default == hub,
            cancellationToken);

    public Task ClearDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        UpdateOrganisationAsync(
            organisation,
            OrganisationDocument.Match(organisation, hub),
            OrganisationDocument.Update(null),
            isUpsert: false,
            @default => @default != hub,
            cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => connection.CallAsync(
        async token => !await connection.Collection(Collection).Find(new BsonDocument()).Limit(1).AnyAsync(token),
        cancellationToken);

    /// <summary>
    /// Where it is not known whether it took place, the organisation is asked: done again, it could undo what another call has
    /// done since.
    /// </summary>
    private async Task UpdateOrganisationAsync(
        OrganisationId organisation,
        BsonDocument filter,
        BsonDocument update,
        bool isUpsert,
        Func<HubId?, bool> isDone,
        CancellationToken cancellationToken) => await writes.SettleAsync(
            OrganisationsCollection,
            async (mayHaveTakenPlace, token) =>
            {
                var organisations = connection.Collection(OrganisationsCollection);
                if (mayHaveTakenPlace)
                {
                    var stored = await organisations.Find(OrganisationDocument.Match(organisation)).FirstOrDefaultAsync(token);
                    return isDone(stored is null ? null : OrganisationDocument.ReadDefault(stored)) ? true : null;
                }

                try
                {
                    await organisations.UpdateOneAsync(filter, update, new UpdateOptions { IsUpsert = isUpsert }, token);
                    return true;
                }
                catch (MongoWriteException e) when (MongoFailure.IsDuplicateKey(e))
                {
                    return null; // Another call inserted the document first; now there is one to update.
                }
            },
            cancellationToken);

    /// <summary>Those that were not deleted; null stands for an absent field too, as an earlier release left it.</summary>
    private static BsonDocument Match(Reach reach, OrganisationId organisation) => new BsonDocument
    {
        { HubDocument.OrganisationId, organisation.ToBson() },
        { HubDocument.DeletedAt, BsonNull.Value },
    }.Within(reach, hub: BsonValues.IdField);
}
