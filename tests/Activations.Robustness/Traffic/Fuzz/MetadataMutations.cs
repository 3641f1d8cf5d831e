using System.Text;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Changes what a call over gRPC says beside its message: the path, the content type and the metadata.</summary>
internal sealed class MetadataMutations(Dice dice)
{
    private static readonly string[] Paths =
    [
        "/", "/activations.v1.HubService/", "/activations.v1.HubService/Nope", "/activations.v1.Nope/GetHub", "/HubService/GetHub",
        "/activations.v1.HubService", "//activations.v1.HubService/GetHub", "/activations.v1.HubService/GetHub/", "/a.b/%00", "/a.b/%ff",
        "/activations.v1.HubService/gethub", "/activations.v1.HubService%2FGetHub", "/activations.v1.HubService/GetHub?x=%", "/a.b/../hubs",
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.health.v1.Health/Nope", "/hubs/01J0DEM0HVB000000000000001", "/healthz",
    ];

    private static readonly string?[] ContentTypes =
    [
        "application/grpc+proto", "application/grpc+json", "application/grpc+", "application/grpc-web", "application/grpc-web-text",
        "application/grpc;charset=utf-8", "application/grpc+proto;x=\"", "APPLICATION/GRPC", "application/grpcx", "application/json", "text/plain",
        "application/grpc, application/grpc", "", null,
    ];

    private static readonly (string Name, string Value)[] Others =
    [
        ("grpc-timeout", "1S"), ("grpc-timeout", "50m"), ("grpc-timeout", "0n"), ("grpc-timeout", "1n"), ("grpc-timeout", "99999999H"),
        ("grpc-timeout", "999999999S"), ("grpc-timeout", "-1S"), ("grpc-timeout", "S"), ("grpc-timeout", ""), ("grpc-timeout", "1 S"),
        ("grpc-timeout", "\u00b2S"), ("x-odd-bin", "AAEC"), ("x-odd-bin", "!!!"), ("x-odd-bin", "A"), ("x-odd-bin", "AA==,AQ=="), ("x-odd-bin", ""),
        ("grpc-trace-bin", "%%%"), ("grpc-tags-bin", "\u00ff"), ("grpc-status-details-bin", "AA"), ("grpc-status", "0"), ("grpc-message", "x"),
        ("grpc-accept-encoding", "gzip,br,\u00ff"), ("grpc-accept-encoding", "snappy"), ("grpc-internal-encoding-request", "gzip"),
        ("grpc-previous-rpc-attempts", "abc"), ("idempotency-key", "key"), ("idempotency-key", "\u00ff"), ("if-match", "\"a\""), ("if-match", ",,"),
        ("authorization", "Bearer x"), ("authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AA"), ("authorization", "\u00ff"), ("x-odd", "\u00ff\u0080"),
        ("traceparent", "00-0-0-0"), ("content-encoding", "gzip"), ("accept", "application/json"), ("host", "other"), ("user-agent", "\u00e9"),
    ];

    /// <summary>Changes a call.</summary>
    public void Mutate(GrpcRequest request)
    {
        MutateOne(request);
        // The server closes the connection, or resets the stream.
        if (request.Headers.Any(header => !Ascii.IsValid(header.Value)) || request.Path.Contains("%00", StringComparison.Ordinal))
            request.NeedsOwnConnection = true;
    }

    private void MutateOne(GrpcRequest request) => dice.Do(
        () => request.Headers.Add(dice.OneOf(Others)),
        () => request.Headers.Add(dice.OneOf(Others)),
        () => request.Headers.AddRange([dice.OneOf(Others), dice.OneOf(Others), dice.OneOf(Others)]),
        () => request.Path = dice.OneOf(Paths),
        () => request.ContentType = dice.OneOf(ContentTypes),
        () => request.HasTe = false,
        () => request.Method = dice.OneOf(["GET", "PUT", "OPTIONS", "DELETE", "TRACE"]),
        () => request.Headers.AddRange([("grpc-timeout", "1S"), ("grpc-timeout", "2S")]),
        () => AddHuge(request));

    private void AddHuge(GrpcRequest request)
    {
        var length = dice.OneOf([1_000, 7_000, 40_000]);
        request.NeedsOwnConnection = length > 7_000;
        request.Headers.Add((dice.OneOf(["x-huge", "x-huge-bin", "idempotency-key"]), new string('A', length)));
    }
}
