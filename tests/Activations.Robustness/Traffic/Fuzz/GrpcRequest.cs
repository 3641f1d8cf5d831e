namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>A call over gRPC as it is sent: its headers, and the bytes behind them, which need not be frames.</summary>
internal sealed class GrpcRequest
{
    public required string Path { get; set; }

    public string Method { get; set; } = "POST";

    public string? ContentType { get; set; } = "application/grpc";

    public bool HasTe { get; set; } = true;

    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[] Body { get; set; } = [];

    /// <summary>After how many bytes the caller resets the stream; null where it does not.</summary>
    public int? ResetAfter { get; set; }

    /// <summary>Whether the server may give up the connection for it, which no other call may share then.</summary>
    public bool NeedsOwnConnection { get; set; }

    /// <summary>Whether it is gRPC at all, by its content type (gRPC over HTTP/2: "Content-Type").</summary>
    public bool IsGrpc => Method == "POST" && ContentType is { } type
        && (type.Equals("application/grpc", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/grpc+proto", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/grpc;", StringComparison.OrdinalIgnoreCase));
}
