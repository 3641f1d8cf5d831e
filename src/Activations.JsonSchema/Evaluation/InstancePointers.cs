using System.Globalization;
using System.Text;
using System.Text.Json;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Evaluation;

/// <summary>
/// Finds the JSON Pointers (RFC 6901) that lead from one value of a tape to others in it, which have to be asked for in the order of the
/// tape: so one walk finds them all, and evaluation has no paths to keep.
/// </summary>
internal readonly ref struct InstancePointers(JsonTape tape, int from)
{
    private readonly JsonTape tape = tape;
    private readonly int from = from;
    private readonly Stack<Step> steps = [];
    private readonly StringBuilder path = new();

    /// <summary>The pointer to a value; that of a name is the one of its member.</summary>
    public string To(int target)
    {
        while (steps.TryPeek(out var step) && tape[step.Container].End <= target)
            Leave();

        var container = steps.TryPeek(out var innermost) ? Advance(innermost, target) : from;
        while (container != target)
            container = Enter(container, target);

        return path.ToString();
    }

    private void Leave() => path.Length = steps.Pop().PathLength;

    private int Advance(Step step, int target)
    {
        Leave();
        return Descend(step, target);
    }

    private int Enter(int container, int target) => Descend(new Step(container, container + 1, 0, path.Length), target);

    // Moves on to the child that is or holds the target, and returns it.
    private int Descend(Step step, int target)
    {
        var isObject = tape[step.Container].Kind == JsonValueKind.Object;
        var (child, position) = (step.Child, step.Position);
        for (; EndOf(child, isObject) <= target; position++)
            child = EndOf(child, isObject);

        steps.Push(step with { Child = child, Position = position });
        if (isObject)
            path.Append('/').Append(PointerToken.Escape(tape.String(child)));
        else
            path.Append(CultureInfo.InvariantCulture, $"/{position}");

        return !isObject || child == target ? child : child + 1;
    }

    private int EndOf(int child, bool isObject) => tape[isObject ? child + 1 : child].End;

    private readonly record struct Step(int Container, int Child, int Position, int PathLength);
}
