using Activations.JsonSchema.Keywords;

namespace Activations.JsonSchema.Compilation;

/// <summary>
/// Refuses schemas that apply themselves to one and the same instance for ever (core §9.4.1). Circles through <c>$dynamicRef</c>, whose
/// target is known only in evaluation, are stopped there by its limits.
/// </summary>
internal sealed class CircleDetector
{
    private readonly Dictionary<SchemaNode, List<SchemaNode>> edges = [];

    private enum Progress
    {
        Open,
        Done,
    }

    public void Add(SchemaNode from, SchemaNode to)
    {
        if (!edges.TryGetValue(from, out var targets))
            edges[from] = targets = [];

        targets.Add(to);
    }

    public void Refuse(IReadOnlyList<(SchemaPlace Place, SchemaNode Node)> schemas)
    {
        var progress = new Dictionary<SchemaNode, Progress>();
        foreach (var (_, start) in schemas)
        {
            if (FindCircle(start, progress) is { } node)
                throw schemas.First(entry => entry.Node == node).Place
                    .Error("", "the schema applies itself to the same value again, through its references, without end");
        }
    }

    // Depth first with a stack of its own: a chain of references may be longer than the thread's stack is deep.
    private SchemaNode? FindCircle(SchemaNode start, Dictionary<SchemaNode, Progress> progress)
    {
        var open = new Stack<(SchemaNode Node, int Next)>();
        if (progress.TryAdd(start, Progress.Open))
            open.Push((start, 0));

        while (open.TryPop(out var top))
        {
            var targets = edges.GetValueOrDefault(top.Node);
            if (targets is null || top.Next == targets.Count)
            {
                progress[top.Node] = Progress.Done;
                continue;
            }

            open.Push((top.Node, top.Next + 1));
            var target = targets[top.Next];
            if (progress.TryAdd(target, Progress.Open))
                open.Push((target, 0));
            else if (progress[target] == Progress.Open)
                return target;
        }

        return null;
    }
}
