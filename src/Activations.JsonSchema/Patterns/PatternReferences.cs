namespace Activations.JsonSchema.Patterns;

/// <summary>The groups of a pattern and the references back to them, which have to exist even where they cannot be matched.</summary>
internal sealed class PatternReferences
{
    private readonly HashSet<string> groupNames = new(StringComparer.Ordinal);
    private readonly List<string> named = [];
    private long highest;
    private int groups;

    public void AddGroup(string? name)
    {
        groups++;
        if (name is not null && (!IsName(name) || !groupNames.Add(name)))
            throw new PatternException($"'{name}' is not a group name of its own");
    }

    public void AddReference(long number) => highest = Math.Max(highest, number);

    public void AddReference(string name) => named.Add(name);

    public void Check()
    {
        if (highest > groups)
            throw new PatternException($"there is no group {highest} to refer back to");

        var missing = named.Find(name => !groupNames.Contains(name));
        if (missing is not null)
            throw new PatternException($"there is no group '{missing}' to refer back to");
    }

    private static bool IsName(string name) => name.Length > 0
        && (char.IsLetter(name[0]) || name[0] is '_' or '$')
        && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$');
}
