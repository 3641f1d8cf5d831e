namespace Activations.Grpc.Access;

/// <summary>
/// Marks a connection that only the service's operator can have made: by the rights on a socket of the machine. Its callers
/// need no credentials.
/// </summary>
internal sealed record LocalOperator;
