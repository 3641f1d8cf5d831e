namespace Activations.JsonSchema.Evaluation;

/// <summary>A violation while evaluation is under way, at a place of the tape.</summary>
internal sealed record Failure(int Value, string KeywordLocation, string Absolute, string Message, string? MissingProperty)
{
    public int Characters => KeywordLocation.Length + Message.Length;
}
