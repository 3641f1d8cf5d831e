using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Robustness.Subject;

/// <summary>The end users of a mutant: all is as it is but for saves.</summary>
internal sealed class MutantEndUsers(IEndUserStore inner, Mutant mutant, LostWrites? lost) : IEndUserStore
{
    public async Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken)
    {
        switch (mutant)
        {
            case Mutant.AcknowledgesBeforeTheCommit:
                _ = inner.SaveAsync(change, CancellationToken.None);
                return true;
            case Mutant.ForgetsTheVersionCheck:
                return await SaveAnywayAsync(change, cancellationToken);
            case Mutant.ForgetsTheRequestId:
                return await inner.SaveAsync(WithoutRequestId(change), cancellationToken);
            default:
                var isSaved = await inner.SaveAsync(change, cancellationToken);
                if (isSaved)
                    lost?.Save(change);
                return isSaved;
        }
    }

    public Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken) => inner.AddAsync(user, cancellationToken);

    public Task<EndUser?> LoadAsync(
        Reach reach, EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken) =>
        inner.LoadAsync(reach, lookup, parts, cancellationToken);

    public Task<bool> DeleteAsync(EndUser user, CancellationToken cancellationToken) => inner.DeleteAsync(user, cancellationToken);

    public Task<Page<EndUserSummary>> ListAsync(
        Reach reach, EndUserFilter filter, PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        inner.ListAsync(reach, filter, page, cancellationToken);

    public Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken) =>
        inner.CountAsync(reach, filter, cancellationToken);

    public Task<Page<EndUserSummary>> ListAllAsync(PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        inner.ListAllAsync(page, cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => inner.CountAllAsync(cancellationToken);

    public Task<Page<ConnectionSummary>> ListConnectionsAsync(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page, CancellationToken cancellationToken) =>
        inner.ListConnectionsAsync(reach, filter, page, cancellationToken);

    public Task<int> CountConnectionsAsync(Reach reach, ConnectionFilter filter, CancellationToken cancellationToken) =>
        inner.CountConnectionsAsync(reach, filter, cancellationToken);

    public Task<Page<ListedActivation>> ListActivationsAsync(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken) =>
        inner.ListActivationsAsync(reach, filter, page, cancellationToken);

    public Task<int> CountActivationsAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken) =>
        inner.CountActivationsAsync(reach, filter, cancellationToken);

    private async Task<bool> SaveAnywayAsync(EndUserChange change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lookup = new EndUserLookup.ByKey(change.From.Key);
            if (await inner.LoadAsync(Reach.Everything, lookup, EndUserParts.Profile, cancellationToken) is not { } present)
                return false;
            var anyway = change with { From = change.From with { Id = present.Id, Version = present.Version } };
            if (await inner.SaveAsync(anyway, cancellationToken))
                return true;
        }
    }

    private static EndUserChange WithoutRequestId(EndUserChange change) => change with
    {
        Edits = [.. change.Edits.Where(edit => edit is not EndUserEdit.RememberRequestId)],
        Usage = change.Usage with { RequestIds = change.From.Usage.RequestIds },
    };
}
