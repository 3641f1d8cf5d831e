namespace Activations.JsonSchema.Patterns;

/// <summary>A part of a translated pattern.</summary>
/// <param name="Text">The part in .NET's syntax, ready for a quantifier.</param>
/// <param name="Size">How many states it takes the automaton, roughly.</param>
/// <param name="Set">The characters it matches one of, when it is one character.</param>
internal readonly record struct Piece(string Text, long Size, CodePointSet? Set = null);

/// <summary>One or more characters of a set in a row.</summary>
internal readonly record struct Run(CodePointSet Set, long Least, long Most);
