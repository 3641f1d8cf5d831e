using Activations.Identifiers;

namespace Activations.Tests.Identifiers;

public sealed class UlidSourceTests
{
    [Fact]
    public void Each_id_is_greater_than_the_one_before_also_when_the_clock_stands_still_or_goes_back()
    {
        var clock = new Clock { Now = DateTimeOffset.FromUnixTimeMilliseconds(1_750_000_000_000) };
        var source = new UlidSource(clock);
        var ids = new List<Ulid>();

        foreach (var step in new[] { 0, 1, 0, -5_000, 10_000 })
        {
            clock.Now = clock.Now.AddMilliseconds(step);
            ids.AddRange(Enumerable.Range(0, 1_000).Select(_ => source.NextUlid()));
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(clock.Now, ids[^1].Time);
    }

    [Fact]
    public async Task Many_callers_at_once_get_ids_of_their_own()
    {
        var source = new UlidSource(TimeProvider.System);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 2_000).Select(_ => source.NextUlid()).ToList())));

        Assert.Equal(16_000, ids.SelectMany(i => i).Distinct().Count());
        Assert.All(ids, own => Assert.Equal(own.Order(), own));
    }

    private sealed class Clock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
