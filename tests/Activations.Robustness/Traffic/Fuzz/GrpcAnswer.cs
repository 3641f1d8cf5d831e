namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>An answer on the port of gRPC, read to its end.</summary>
/// <param name="HttpStatus">The status of HTTP.</param>
/// <param name="ContentType">The media type, if there is one.</param>
/// <param name="Status">The status of gRPC, as it was sent; null where none was.</param>
/// <param name="Message">The message of that status.</param>
/// <param name="Details">Its details, in base64.</param>
/// <param name="Body">The bytes of the answer.</param>
internal sealed record GrpcAnswer(int HttpStatus, string? ContentType, string? Status, string Message, string? Details, byte[] Body);
