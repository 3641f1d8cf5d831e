using System.Buffers;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Patterns;

/// <summary>
/// A compiled pattern, which runs along all its ways at once (Thompson's construction): at each character it knows every instruction that
/// some way has come to, so nothing is ever tried again, and time is bounded by the length of the text times the number of instructions.
/// </summary>
internal sealed class PatternProgram(Instruction[] instructions, CharacterClass[] classes)
{
    private const int StackInstructions = 64;
    private const int None = -1;

    // Where a pattern begins with ^, no way into it begins behind the start of the text.
    private readonly bool isAnchored = instructions[0].Operation == Operation.Start;

    /// <summary>How many instructions there are, which is what each character may cost.</summary>
    public int Size => instructions.Length;

    /// <summary>Whether the pattern matches somewhere in a text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var size = 5 * instructions.Length + 1;
        int[]? rented = null;
        var memory = instructions.Length <= StackInstructions
            ? stackalloc int[(5 * StackInstructions) + 1]
            : rented = ArrayPool<int>.Shared.Rent(size);
        var matches = IsMatch(utf8, memory[..size]);
        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);

        return matches;
    }

    private bool IsMatch(ReadOnlySpan<byte> utf8, Span<int> memory)
    {
        var count = instructions.Length;
        var reached = new InstructionSet(memory[..count], memory.Slice(count, count));
        var arrived = memory.Slice(2 * count, count);
        var open = memory[(3 * count)..];
        var arrivedCount = 0;
        var previous = None;
        while (true)
        {
            var next = utf8.IsEmpty ? None : CodePoints.Decode(utf8, out _);
            reached.Clear();
            for (var i = 0; i < arrivedCount; i++)
                Follow(arrived[i], new Gap(previous, next), ref reached, open);

            if (!isAnchored || previous == None)
                Follow(0, new Gap(previous, next), ref reached, open);
            if (reached.Contains(count - 1))
                return true;
            if (next == None || (isAnchored && reached.Count == 0))
                return false;

            arrivedCount = Step(reached, next, arrived);
            CodePoints.Decode(utf8, out var length);
            utf8 = utf8[length..];
            previous = next;
        }
    }

    // All instructions that can be come to from one without a character in between.
    private void Follow(int from, Gap gap, ref InstructionSet reached, Span<int> open)
    {
        open[0] = from;
        for (var count = 1; count > 0;)
        {
            var index = open[--count];
            if (!reached.TryAdd(index))
                continue;

            var instruction = instructions[index];
            if (instruction.Operation is Operation.Jump or Operation.Split)
                open[count++] = instruction.Target;
            if (instruction.Operation == Operation.Split || gap.IsPlaceOf(instruction.Operation))
                open[count++] = index + 1;
        }
    }

    private int Step(InstructionSet reached, int character, Span<int> arrived)
    {
        var count = 0;
        foreach (var index in reached.Items)
        {
            var instruction = instructions[index];
            if (instruction.Operation == Operation.Character && classes[instruction.Target].Contains(character))
                arrived[count++] = index + 1;
        }

        return count;
    }

    /// <summary>The place between two characters; -1 stands for the outside of the text.</summary>
    private readonly record struct Gap(int Previous, int Next)
    {
        public bool IsPlaceOf(Operation operation) => operation switch
        {
            Operation.Start => Previous == None,
            Operation.End => Next == None,
            Operation.WordBoundary => IsWord(Previous) != IsWord(Next),
            Operation.NoWordBoundary => IsWord(Previous) == IsWord(Next),
            _ => false,
        };

        // ECMA-262 §22.2.2.9.3.
        private static bool IsWord(int character) =>
            character == '_' || (character is >= 0 and < 0x80 && char.IsAsciiLetterOrDigit((char)character));
    }

    /// <summary>A set that is emptied at once, whatever its memory held before: a place counts only when the item there points back.</summary>
    private ref struct InstructionSet(Span<int> items, Span<int> places)
    {
        private readonly Span<int> items = items;
        private readonly Span<int> places = places;

        public int Count { get; private set; }

        public readonly ReadOnlySpan<int> Items => items[..Count];

        public readonly bool Contains(int item) => (uint)places[item] < (uint)Count && items[places[item]] == item;

        public void Clear() => Count = 0;

        public bool TryAdd(int item)
        {
            if (Contains(item))
                return false;

            places[item] = Count;
            items[Count++] = item;
            return true;
        }
    }
}
