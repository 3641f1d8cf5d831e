namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>An answer over HTTP/1.1, read to its end.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The media type, if there is one.</param>
/// <param name="Body">The body.</param>
/// <param name="IsLast">Whether the server closes the connection.</param>
internal sealed record HttpAnswer(int Status, string? ContentType, byte[] Body, bool IsLast);
