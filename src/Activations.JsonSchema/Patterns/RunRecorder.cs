namespace Activations.JsonSchema.Patterns;

/// <summary>Listens while a pattern is read and tells in the end whether it is nothing but runs of characters from the start on.</summary>
internal sealed class RunRecorder
{
    private readonly List<Run> runs = [];
    private bool givenUp;
    private bool hasStart;
    private bool hasEnd;

    public void AddStart()
    {
        givenUp |= hasStart || runs.Count > 0 || hasEnd;
        hasStart = true;
    }

    public void AddEnd()
    {
        givenUp |= hasEnd;
        hasEnd = true;
    }

    public void Add(CodePointSet? set, (long Least, long Most) bounds)
    {
        givenUp |= set is null || hasEnd;
        if (!givenUp)
            runs.Add(new Run(set!, bounds.Least, bounds.Most));
    }

    public void GiveUp() => givenUp = true;

    public RunPattern? ToPattern() => givenUp || !hasStart ? null : RunPattern.Of(runs, hasEnd);
}
