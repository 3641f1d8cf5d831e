using System.Threading.Channels;
using Activations.Errors;
using Activations.Stores.Mongo;

namespace Activations.Stores.Tests.Mongo;

/// <summary>How long a database may be silent. The clock ticks when a test says so: five times are a second.</summary>
public sealed class MongoPresenceTests : IAsyncLifetime
{
    private readonly Ticks ticks = new();
    private readonly MongoPresence presence;
    private Task answer = Refused();

    public MongoPresenceTests() => presence = new MongoPresence(_ => answer, ticks);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        presence.Watch();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => presence.DisposeAsync();

    [Fact]
    public async Task Calls_wait_for_as_long_as_a_driver_needs_to_connect_twice()
    {
        var call = presence.CallAsync(NeverAsync, Cancellation);
        await ticks.PassAsync(5);
        Assert.False(call.IsCompleted);
        Assert.False(presence.IsAway);

        await ticks.PassAsync(1);
        Assert.Equal("Refused.", (await Assert.ThrowsAsync<StoreUnavailableException>(() => call)).Message);
        Assert.True(presence.IsAway);
    }

    [Fact]
    public async Task Where_nothing_comes_back_calls_end_too()
    {
        answer = new TaskCompletionSource().Task;
        var call = presence.CallAsync(NeverAsync, Cancellation);
        await ticks.PassAsync(6);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => call);
    }

    [Fact]
    public async Task An_answer_to_anybody_begins_the_wait_anew()
    {
        await ticks.PassAsync(5);
        Assert.Equal(1, await presence.CallAsync(_ => Task.FromResult(1), Cancellation));
        await ticks.PassAsync(6);
        Assert.False(presence.IsAway);

        await ticks.PassAsync(1);
        Assert.True(presence.IsAway);
    }

    [Fact]
    public async Task While_it_is_away_nobody_waits_and_its_next_answer_ends_that()
    {
        await ticks.PassAsync(6);
        var isCalled = false;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => presence.CallAsync(_ => Task.FromResult(isCalled = true), Cancellation));
        Assert.False(isCalled);

        answer = Task.CompletedTask;
        await ticks.PassAsync(2); // the question that was open, and one more
        Assert.False(presence.IsAway);
        Assert.True(await presence.CallAsync(_ => Task.FromResult(true), Cancellation));
    }

    private static Task Refused() => Task.FromException(new StoreUnavailableException("Refused."));

    private static async Task<int> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }

    /// <summary>A clock of which each wait ends when the test lets it.</summary>
    private sealed class Ticks : TimeProvider
    {
        private readonly Channel<Action> waits = Channel.CreateUnbounded<Action>();

        /// <summary>Lets waits end, one after the other, and what follows on the last one happen.</summary>
        public async Task PassAsync(int count)
        {
            for (var i = 0; i < count; i++)
                (await waits.Reader.ReadAsync(Cancellation))();
            await waits.Reader.WaitToReadAsync(Cancellation);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            waits.Writer.TryWrite(() => callback(state));
            return new Wait();
        }

        private sealed class Wait : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
