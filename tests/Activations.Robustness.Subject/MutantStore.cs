using Activations.Access;
using Activations.EndUsers;
using Activations.Stores;

namespace Activations.Robustness.Subject;

/// <summary>A store that does what a mutant does when a change of an end user is saved.</summary>
internal sealed class MutantStore(IEndUserStore inner, Mutant mutant, LostWrites lost)
{
    /// <summary>Puts one in front of a store.</summary>
    public static IStore Of(IStore store, Mutant mutant)
    {
        var lost = new LostWrites(store.EndUsers);
        var altered = new MutantStore(store.EndUsers, mutant, lost);
        return new StoreWithEndUsers(
            store,
            EndUsersProxy.Of(store.EndUsers, (written, write, cancellationToken) =>
                written is EndUserChange change ? altered.SaveAsync(change, cancellationToken) : write()),
            lost.LoseAsync);
    }

    private async Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken)
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
                if (isSaved && mutant == Mutant.LosesOneWriteInAThousandAfterAKill)
                    lost.Save(change);
                return isSaved;
        }
    }

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
