namespace Activations.JsonSchema.Patterns;

/// <summary>Writes a pattern as instructions, its counts written out.</summary>
internal sealed class PatternCompiler
{
    private readonly List<Instruction> instructions = [];
    private readonly List<CharacterClass> classes = [];
    private readonly Dictionary<CodePointSet, int> classIndexes = [];

    public static PatternProgram Compile(PatternNode pattern)
    {
        var compiler = new PatternCompiler();
        compiler.Emit(pattern);
        compiler.instructions.Add(new Instruction(Operation.Match));
        return new PatternProgram([.. compiler.instructions], [.. compiler.classes]);
    }

    private void Emit(PatternNode pattern)
    {
        switch (pattern)
        {
            case CharacterNode character:
                instructions.Add(new Instruction(Operation.Character, IndexOf(character.Set)));
                break;
            case PlaceNode place:
                instructions.Add(new Instruction(place.Place));
                break;
            case SequenceNode sequence:
                foreach (var part in sequence.Parts)
                    Emit(part);
                break;
            case ChoiceNode choice:
                EmitChoice(choice.Branches);
                break;
            case RepeatNode repeat:
                EmitRepeat(repeat);
                break;
        }
    }

    private void EmitChoice(PatternNode[] branches)
    {
        var jumps = new List<int>();
        for (var i = 0; i < branches.Length - 1; i++)
        {
            var split = Reserve();
            Emit(branches[i]);
            jumps.Add(Reserve());
            instructions[split] = new Instruction(Operation.Split, instructions.Count);
        }

        Emit(branches[^1]);
        foreach (var jump in jumps)
            instructions[jump] = new Instruction(Operation.Jump, instructions.Count);
    }

    private void EmitRepeat(RepeatNode repeat)
    {
        for (var i = 1; i < repeat.Least; i++)
            Emit(repeat.Part);

        if (repeat.Most == RepeatNode.Unbounded)
        {
            EmitLoop(repeat);
            return;
        }

        if (repeat.Least > 0)
            Emit(repeat.Part);

        var exits = new List<int>();
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            exits.Add(Reserve());
            Emit(repeat.Part);
        }

        foreach (var exit in exits)
            instructions[exit] = new Instruction(Operation.Split, instructions.Count);
    }

    private void EmitLoop(RepeatNode repeat)
    {
        var start = instructions.Count;
        if (repeat.Least > 0)
        {
            Emit(repeat.Part);
            instructions.Add(new Instruction(Operation.Split, start));
            return;
        }

        Reserve();
        Emit(repeat.Part);
        instructions.Add(new Instruction(Operation.Jump, start));
        instructions[start] = new Instruction(Operation.Split, instructions.Count);
    }

    private int Reserve()
    {
        instructions.Add(default);
        return instructions.Count - 1;
    }

    private int IndexOf(CodePointSet set)
    {
        if (classIndexes.TryGetValue(set, out var index))
            return index;

        classes.Add(new CharacterClass(set));
        return classIndexes[set] = classes.Count - 1;
    }
}
