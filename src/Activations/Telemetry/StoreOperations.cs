using System.Collections.Concurrent;
using System.Diagnostics;
using Activations.Errors;

namespace Activations.Telemetry;

/// <summary>The calls of a store that concern one kind of record: how long each takes, and a span of each.</summary>
/// <param name="instruments">What measures; null for nothing.</param>
/// <param name="system">The <c>db.system.name</c> of the semantic conventions.</param>
/// <param name="collection">The table or collection.</param>
/// <param name="hasSpans">Whether spans are made within those that are sampled; a driver may make its own.</param>
public sealed class StoreOperations(Instruments? instruments, string system, string collection, bool hasSpans)
{
    private readonly ConcurrentDictionary<string, Operation> operations = [];

    private bool IsObserved => instruments is { OperationDuration.Enabled: true } || (hasSpans && Instruments.Spans.HasListeners());

    /// <summary>Makes a call.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="method">The method of the store contract, such as <c>LoadAsync</c>.</param>
    /// <param name="call">The call.</param>
    public Task<T> MeasureAsync<T>(string method, Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!IsObserved)
            return call();
        var operation = operations.GetOrAdd(method, OperationOf);
        // Asking whether a trace is sampled that is known not to be costs more than the rest.
        return hasSpans && Activity.Current is { IsAllDataRequested: true }
            ? TraceAsync(operation, call)
            : MeasureAsync(operation, call, span: null);
    }

    private async Task<T> TraceAsync<T>(Operation operation, Func<Task<T>> call)
    {
        using var span = Instruments.Spans.StartActivity(
            operation.SpanName, ActivityKind.Client, default(ActivityContext), operation.Tags);
        return await MeasureAsync(operation, call, span);
    }

    private Task<T> MeasureAsync<T>(Operation operation, Func<Task<T>> call, Activity? span)
    {
        var begunAt = Stopwatch.GetTimestamp();
        Task<T> answer;
        try
        {
            answer = call();
        }
        catch (OperationCanceledException exception)
        {
            answer = Task.FromException<T>(exception);
        }

        if (!answer.IsCompletedSuccessfully)
            return ObserveAsync(operation, answer, span, begunAt);
        Note(operation, span, begunAt, failure: null); // as reads of SQLite are, without anybody to wait for them
        return answer;
    }

    private async Task<T> ObserveAsync<T>(Operation operation, Task<T> answer, Activity? span, long begunAt)
    {
        var failure = "_OTHER";
        try
        {
            var result = await answer;
            failure = null;
            return result;
        }
        catch (ActivationsException exception)
        {
            failure = exception.Reason.ToString();
            throw;
        }
        catch (OperationCanceledException)
        {
            failure = "Cancelled";
            throw;
        }
        finally
        {
            Note(operation, span, begunAt, failure);
        }
    }

    private void Note(Operation operation, Activity? span, long begunAt, string? failure)
    {
        var duration = Stopwatch.GetElapsedTime(begunAt);
        if (failure is null)
        {
            instruments?.OperationDuration.Record(duration.TotalSeconds, operation.Tags);
            return;
        }

        var error = KeyValuePair.Create<string, object?>("error.type", failure);
        instruments?.OperationDuration.Record(duration.TotalSeconds, [.. operation.Tags, error]);
        span?.SetTag(error.Key, error.Value);
        span?.SetStatus(ActivityStatusCode.Error);
    }

    private Operation OperationOf(string method)
    {
        var name = method.EndsWith("Async", StringComparison.Ordinal) ? method[..^"Async".Length] : method;
        return new Operation($"{name} {collection}",
        [
            new("db.system.name", system),
            new("db.collection.name", collection),
            new("db.operation.name", name),
        ]);
    }

    private sealed record Operation(string SpanName, KeyValuePair<string, object?>[] Tags);
}
