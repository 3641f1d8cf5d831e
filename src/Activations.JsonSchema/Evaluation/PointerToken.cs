namespace Activations.JsonSchema.Evaluation;

/// <summary>A step of a JSON Pointer.</summary>
internal static class PointerToken
{
    /// <summary>RFC 6901 §3.</summary>
    public static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
