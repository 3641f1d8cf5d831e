using Activations.Time;

namespace Activations.Tests.Time;

public sealed class PaceTests
{
    private const int Ceiling = 1000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(15);

    private readonly SetTime time = new();
    private readonly Pace pace;
    private readonly Queue<long> waiting = [];

    public PaceTests()
    {
        pace = new Pace(time, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void Any_number_at_once_is_let_in_while_nothing_is_known()
    {
        Assert.Equal(Ceiling, LetIn(Ceiling, Second));
    }

    [Fact]
    public void Any_number_at_once_is_let_in_while_calls_are_done_quickly()
    {
        Serve(perSecond: 100, perSecondCome: 100, Second * 3, Patient);

        Assert.Equal(Ceiling, LetIn(Ceiling, Second));
    }

    [Fact]
    public void Of_four_times_as_many_as_are_done_those_are_let_in_who_are_done_within_half_a_second()
    {
        Serve(perSecond: 200, perSecondCome: 800, Second * 10, Patient);

        Assert.InRange(waiting.Count, 80, 110);
    }

    [Fact]
    public void Who_would_wait_longer_than_they_have_patience_is_refused_at_once()
    {
        Serve(perSecond: 200, perSecondCome: 800, Second * 0.9, Second);

        Assert.InRange(waiting.Count, 180, 320);
        Assert.Equal(0, LetIn(1, Second));
    }

    [Fact]
    public void A_burst_of_those_who_are_patient_is_let_in()
    {
        Serve(perSecond: 200, perSecondCome: 1000, Second * 1, Patient);

        Assert.Equal(800, waiting.Count);
    }

    [Fact]
    public void Some_are_let_in_however_slow_it_is_and_when_it_is_quick_again_so_are_the_others()
    {
        Serve(perSecond: 200, perSecondCome: 800, Second * 5, Patient);
        time.Advance(Second * 10); // hung
        while (waiting.TryDequeue(out var begunAt) && waiting.Count > Pace.Least)
            pace.End(begunAt);
        time.Advance(Second * 10);
        Assert.Equal(0, LetIn(Ceiling, Patient));

        Serve(perSecond: 1000, perSecondCome: 500, Second * 2, Patient);

        Assert.Equal(Ceiling, LetIn(Ceiling, Second));
    }

    [Fact]
    public void When_nobody_waits_what_was_before_is_forgotten()
    {
        Serve(perSecond: 200, perSecondCome: 800, Second * 5, Patient);
        while (waiting.TryDequeue(out var begunAt))
            pace.End(begunAt);

        Assert.Equal(Ceiling, LetIn(Ceiling, Second));
    }

    [Fact]
    public void Calls_that_do_not_count_hide_no_queue()
    {
        Serve(perSecond: 200, perSecondCome: 800, Second * 5, Patient);
        Assert.Equal(0, LetIn(1, Second * 0.1));

        for (var i = 0; i < Ceiling; i++)
        {
            if (waiting.TryDequeue(out var begunAt))
                pace.End(begunAt, isMeasured: false);
            LetIn(1, Patient);
        }

        Assert.InRange(waiting.Count, 80, 110);
    }

    /// <summary>Lets time pass in which calls come, and so many are done one after another.</summary>
    private void Serve(int perSecond, int perSecondCome, TimeSpan length, TimeSpan patience)
    {
        var step = TimeSpan.FromMilliseconds(1);
        var (come, done) = (0.0, 0.0);
        for (var passed = TimeSpan.Zero; passed < length; passed += step)
        {
            for (come += perSecondCome * step.TotalSeconds; come >= 1; come--)
                LetIn(1, patience);
            time.Advance(step);
            for (done += perSecond * step.TotalSeconds; done >= 1; done--)
            {
                if (waiting.TryDequeue(out var begunAt))
                    pace.End(begunAt);
            }
        }
    }

    private int LetIn(int count, TimeSpan patience)
    {
        var before = waiting.Count;
        for (var i = 0; i < count; i++)
        {
            if (pace.TryBegin(patience) is { } begunAt)
                waiting.Enqueue(begunAt);
        }

        return waiting.Count - before;
    }

    private sealed class SetTime : TimeProvider
    {
        private long ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => ticks += by.Ticks;

        public override long GetTimestamp() => ticks;
    }
}
