using System.Text.Json;
using Activations.V1;
using Google.Rpc;
using Grpc.Core;

namespace Activations.Grpc.Tests.Calls;

/// <summary>A failed call, as its caller sees it; the same on both transports but for the status.</summary>
internal sealed record Refusal
{
    /// <summary>Over gRPC: the status.</summary>
    public StatusCode? GrpcStatus { get; init; }

    /// <summary>Over REST: the status.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The message.</summary>
    public required string Message { get; init; }

    /// <summary>The fields that break a rule, as "path: message".</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>The facts.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>How long to wait before a retry.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The id of the call's trace.</summary>
    public string? TraceId { get; init; }

    /// <summary>The paths of the fields that break a rule, in order.</summary>
    public IEnumerable<string> Fields => Violations.Select(v => v[..v.IndexOf(": ", StringComparison.Ordinal)]);

    /// <summary>Reads the status and its details.</summary>
    public static Refusal Of(RpcException exception)
    {
        var status = exception.GetRpcStatus();
        var info = status?.GetDetail<ErrorInfo>();
        if (info is not null)
            Assert.Equal("activations", info.Domain);
        if (status is not null)
            Assert.Equal((int)exception.StatusCode, status.Code);

        return new Refusal
        {
            GrpcStatus = exception.StatusCode,
            Reason = info?.Reason ?? $"none: {exception.Status}",
            Message = exception.Status.Detail,
            Violations = [.. status?.GetDetail<BadRequest>()?.FieldViolations.Select(v => $"{v.Field}: {v.Description}") ?? []],
            Metadata = info?.Metadata.ToDictionary() ?? [],
            RetryAfter = status?.GetDetail<RetryInfo>()?.RetryDelay.ToTimeSpan(),
            TraceId = status?.GetDetail<RequestInfo>()?.RequestId,
        };
    }

    /// <summary>Reads the body, which has each of its six members whatever failed.</summary>
    public static Refusal Of(RestAnswer answer)
    {
        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        var body = answer.Json;
        Assert.Equal(["code", "message", "fields", "details", "metadata", "traceId"], body.EnumerateObject().Select(m => m.Name));
        Assert.Equal(JsonValueKind.String, body.GetProperty("details").ValueKind);
        return new Refusal
        {
            HttpStatus = answer.Status,
            Reason = body.GetProperty("code").GetString()!,
            Message = body.GetProperty("message").GetString()!,
            Violations = [.. body.GetProperty("fields").EnumerateArray().Select(
                f => $"{f.GetProperty("field").GetString()}: {f.GetProperty("message").GetString()}")],
            Metadata = body.GetProperty("metadata").EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!),
            RetryAfter = answer.Header("Retry-After") is { } seconds
                ? TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture))
                : null,
            TraceId = body.GetProperty("traceId").GetString(),
        };
    }

    /// <summary>Fails the test if the reason, or the status that belongs to it, is another one.</summary>
    public Refusal As(ErrorReason reason)
    {
        var (name, grpc, http) = ExpectedStatuses.Of(reason);
        Assert.True(Reason == name, $"Not {name}: {this}");
        if (GrpcStatus is { } grpcStatus)
            Assert.Equal(grpc, grpcStatus);
        if (HttpStatus is { } httpStatus)
            Assert.Equal(http, httpStatus);
        Assert.NotEmpty(Message);
        return this;
    }

    /// <summary>Fails the test unless exactly these fields break a rule, in this order.</summary>
    public void AsInvalid(params string[] fields)
    {
        As(ErrorReason.InvalidArgument);
        Assert.Equal(fields, Fields);
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"{GrpcStatus}{HttpStatus} {Reason} \"{Message}\" [{string.Join("; ", Violations)}]";
}
