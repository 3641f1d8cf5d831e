using Grpc.Core;

namespace Activations.Client.Calls;

/// <summary>A call that is, to its caller, one, however many attempts it takes.</summary>
/// <param name="attempt">Makes an attempt.</param>
/// <param name="attempts">Decides what comes after it.</param>
/// <param name="cancellationToken">The caller's.</param>
internal sealed class RepeatedCall<TResponse>(
    Func<AsyncUnaryCall<TResponse>> attempt, Attempts attempts, CancellationToken cancellationToken)
    where TResponse : class
{
    private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncUnaryCall<TResponse> current = attempt();
    private Task<TResponse> response = null!;
    private bool succeeded;

    /// <summary>Makes the first attempt.</summary>
    public AsyncUnaryCall<TResponse> Start()
    {
        response = RunAsync();
        return new AsyncUnaryCall<TResponse>(
            response,
            static call => ((RepeatedCall<TResponse>)call).HeadersAsync(),
            static call => ((RepeatedCall<TResponse>)call).GetStatus(),
            static call => ((RepeatedCall<TResponse>)call).current.GetTrailers(),
            static call => ((RepeatedCall<TResponse>)call).Dispose(),
            this);
    }

    private async Task<TResponse> RunAsync()
    {
        while (true)
        {
            NextStep step;
            try
            {
                return await current.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException failure)
            {
                step = attempts.After(failure);
                if (step == NextStep.Fail || (step == NextStep.TryAgain && !await WaitAsync().ConfigureAwait(false)))
                    throw;
            }

            if (step == NextStep.Succeed)
            {
                succeeded = true;
                return Retries.Deleted<TResponse>();
            }

            current.Dispose();
            current = attempt();
            if (disposed.Task.IsCompleted)
                current.Dispose();
        }
    }

    /// <summary>Waits until the next attempt; false if the caller dropped the call meanwhile.</summary>
    private async Task<bool> WaitAsync()
    {
        var delay = Task.Delay(attempts.Delay, cancellationToken);
        if (await Task.WhenAny(delay, disposed.Task).ConfigureAwait(false) != delay)
            return false;
        await delay.ConfigureAwait(false);
        return true;
    }

    /// <summary>Those of the last attempt, which is known once the call is done.</summary>
    private async Task<Metadata> HeadersAsync()
    {
        await ((Task)response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await current.ResponseHeadersAsync.ConfigureAwait(false);
    }

    private Status GetStatus() => succeeded ? Status.DefaultSuccess : current.GetStatus();

    private void Dispose()
    {
        disposed.TrySetResult();
        current.Dispose();
    }
}
