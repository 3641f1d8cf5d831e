namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What the peer is to do with which commands. Commands that no rule is about are executed.</summary>
internal sealed class PeerScript
{
    private readonly Lock rulesLock = new();
    private readonly List<Rule> rules = [];
    private Func<PeerCommand, Reaction?> otherwise = _ => null;

    /// <summary>Adds a rule; it holds until what is answered is disposed of.</summary>
    /// <param name="command">Which command, such as <c>update</c>.</param>
    /// <param name="reaction">What happens to it.</param>
    /// <param name="collection">On which collection; on any if null.</param>
    /// <param name="mentioning">A text that stands in it.</param>
    /// <param name="skip">How many of them are executed first.</param>
    /// <param name="times">To how many of them it then happens.</param>
    public IDisposable Add(
        string command, Reaction reaction, string? collection = null, string mentioning = "", int skip = 0, int times = 1)
    {
        bool Fits(PeerCommand sent) => sent.Name == command
            && (collection is null || sent.Collection == collection)
            && sent.Mentions(mentioning);

        var rule = new Rule(this, Fits, reaction) { Skip = skip, Left = times };
        lock (rulesLock)
        {
            rules.Add(rule);
        }

        return rule;
    }

    /// <summary>Sets what happens to commands that no rule is about; for random faults.</summary>
    public void Otherwise(Func<PeerCommand, Reaction?> reaction)
    {
        lock (rulesLock)
        {
            otherwise = reaction;
        }
    }

    /// <summary>Forgets everything: from now on, all commands are executed and answered.</summary>
    public void Clear()
    {
        lock (rulesLock)
        {
            rules.Clear();
            otherwise = _ => null;
        }
    }

    /// <summary>What happens to a command; null if it is executed and answered.</summary>
    public Reaction? ReactionTo(PeerCommand command)
    {
        lock (rulesLock)
        {
            foreach (var rule in rules.Where(r => r.Left > 0 && r.Fits(command)))
            {
                if (rule.Skip-- > 0)
                    continue;
                rule.Left--;
                return rule.Reaction;
            }

            return otherwise(command);
        }
    }

    private sealed class Rule(PeerScript script, Func<PeerCommand, bool> fits, Reaction reaction) : IDisposable
    {
        public Func<PeerCommand, bool> Fits => fits;

        public Reaction Reaction => reaction;

        public int Skip { get; set; }

        public int Left { get; set; }

        public void Dispose()
        {
            lock (script.rulesLock)
            {
                script.rules.Remove(this);
            }
        }
    }
}
