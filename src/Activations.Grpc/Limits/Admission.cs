using Activations.Access;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Configuration;
using Activations.Time;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Activations.Grpc.Limits;

/// <summary>
/// Refuses calls that would wait too long because callers outrun the store: those that could not be done within half of
/// their deadline, and where that goes on, those that would wait longer than half a second. Reads and writes each have their own
/// pace, so that slow writes keep no reads out. How long callers take to send their requests does not count. Neither may the
/// requests of all calls at once hold more than some bytes, or a few hundred large ones would take all memory.
/// </summary>
internal sealed class Admission(RpcRules rules, LimitsOptions limits, TimeProvider time) : Interceptor
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);

    private readonly RequestBytes bytes = new(limits);
    private readonly Pace reads = new(time, LongestWait);
    private readonly Pace writes = new(time, LongestWait);

    /// <summary>How many reads have been let in and are not done.</summary>
    public int ActiveReads => reads.Begun;

    /// <summary>How many writes have been let in and are not done.</summary>
    public int ActiveWrites => writes.Begun;

    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var http = context.GetHttpContext();
        if (limits.MaxConcurrentCalls == 0 || PaceOf(http) is not { } pace)
            return await continuation(request, context);

        var size = ((IMessage)request).CalculateSize();
        try
        {
            if (!bytes.TryHold(size))
                throw new OverloadedException();
            return await RunAsync(pace, DeadlineOf(http) / 2, () => continuation(request, context));
        }
        finally
        {
            bytes.LetGo(size);
        }
    }

    private static async Task<TResponse> RunAsync<TResponse>(Pace pace, TimeSpan patience, Func<Task<TResponse>> call)
    {
        var begunAt = pace.TryBegin(patience) ?? throw new OverloadedException();
        var isMeasured = true;
        try
        {
            return await call();
        }
        catch (ActivationsException)
        {
            isMeasured = false; // many that are refused quickly say nothing about those that wait for the store
            throw;
        }
        finally
        {
            pace.End(begunAt, isMeasured);
        }
    }

    /// <summary>The operator's own calls are few, and long by nature: they neither wait nor say anything about the others.</summary>
    private Pace? PaceOf(HttpContext http) => http.Features.Get<LocalOperator>() is not null ? null : rules.Of(http)?.Scopes switch
    {
        KeyScopes.Read or KeyScopes.Credentials => reads,
        KeyScopes.Write or KeyScopes.Admin => writes,
        _ => null,
    };

    private TimeSpan DeadlineOf(HttpContext http) =>
        CallTimeout.TryParse(http.Request.Headers[CallTimeout.Header], out var deadline) ? deadline : limits.DefaultDeadline;
}
