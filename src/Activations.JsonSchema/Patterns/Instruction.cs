namespace Activations.JsonSchema.Patterns;

internal enum Operation : byte
{
    /// <summary>Goes on behind one character of the class that is the target.</summary>
    Character,

    /// <summary>Goes on at the target.</summary>
    Jump,

    /// <summary>Goes on here and at the target.</summary>
    Split,

    /// <summary>Goes on at the start of the text only.</summary>
    Start,

    /// <summary>Goes on at the end of the text only.</summary>
    End,

    /// <summary>Goes on where a word begins or ends.</summary>
    WordBoundary,

    /// <summary>Goes on where no word begins or ends.</summary>
    NoWordBoundary,

    /// <summary>The pattern has matched.</summary>
    Match,
}

/// <summary>A step of a compiled pattern.</summary>
internal readonly record struct Instruction(Operation Operation, int Target = 0);
