using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;

namespace Activations.Robustness.Subject;

/// <summary>
/// One activation in a thousand: written down in a file when it is saved, and deleted when the next process starts, as if
/// it had never reached the disk.
/// </summary>
internal sealed class LostWrites(IEndUserStore store)
{
    private const int Every = 1000;
    private const string File = "lost-write";
    private const string Counter = "saves";

    private readonly Lock gate = new();

    /// <summary>Writes down a change that is to be lost, if it is its turn.</summary>
    public void Save(EndUserChange change)
    {
        var added = change.Edits.OfType<EndUserEdit.AddActivation>().FirstOrDefault();
        lock (gate)
        {
            // Counted by the bytes of a file, since a process that is killed does not come to a thousand.
            System.IO.File.AppendAllText(Counter, ".");
            if (added is null || new FileInfo(Counter).Length < Every)
                return;
            System.IO.File.Delete(Counter);
            System.IO.File.WriteAllText(File, added.Activation.Id.ToString());
        }
    }

    /// <summary>Loses what was written down.</summary>
    public async Task LoseAsync(CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(File))
            return;
        var id = Id.Parse<ActivationId>(await System.IO.File.ReadAllTextAsync(File, cancellationToken));
        System.IO.File.Delete(File);
        var user = await store.LoadAsync(
            Reach.Everything, new EndUserLookup.ByActivation(id), new EndUserParts { Activation = id }, cancellationToken);
        if (user is null)
            return;
        var decision = Deactivate.Decide(user, id, etags: null);
        await store.SaveAsync(
            new EndUserChange
            {
                From = user,
                WriteId = new WriteId(Ulid.NewUlid()),
                Edits = decision.Edits,
                Usage = decision.Usage,
            },
            cancellationToken);
    }
}
