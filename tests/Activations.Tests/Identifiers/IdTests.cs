using Activations.Builders;
using Activations.Identifiers;
using CsCheck;

namespace Activations.Tests.Identifiers;

public sealed class IdTests
{
    private const string Canonical = "01J0DEM0HVB000000000000001";

    [Theory]
    [InlineData(Canonical)]
    [InlineData("00000000000000000000000000")]
    [InlineData("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    public void An_id_is_printed_as_it_was_read(string text) =>
        Assert.Equal(text, Id.Parse<HubId>(text).ToString());

    [Fact]
    public void Lower_case_is_read_and_upper_case_printed() =>
        Assert.Equal(Canonical, Id.Parse<HubId>("01j0dem0hvb000000000000001").ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("01J0DEM0HVB00000000000001")] // 25 characters
    [InlineData("01J0DEM0HVB0000000000000011")] // 27 characters
    [InlineData(" 01J0DEM0HVB00000000000001")]
    [InlineData("01J0DEM0HVB00000000000001\n")]
    [InlineData("01J0DEM0HVB00000000000000I")]
    [InlineData("01J0DEM0HVB00000000000000L")]
    [InlineData("01J0DEM0HVB00000000000000O")]
    [InlineData("01J0DEM0HVB00000000000000U")]
    [InlineData("01J0DEM0HVB00000000000000i")]
    [InlineData("01J0DEM0HVB00000000000000l")]
    [InlineData("01J0DEM0HVB00000000000000o")]
    [InlineData("01J0DEM0HVB00000000000000u")]
    [InlineData("01J0DEM0HVB00000000000000-")]
    [InlineData("01J0DEM0HVB00000000000000é")]
    [InlineData("01J0DEM0HVB00000000000000１")] // a full-width digit
    [InlineData("8ZZZZZZZZZZZZZZZZZZZZZZZZZ")] // more than 128 bits
    [InlineData("80000000000000000000000000")]
    [InlineData("Z0000000000000000000000000")]
    public void Text_that_is_no_ULID_is_refused(string? text) =>
        Assert.False(Id.TryParse<HubId>(text, out _));

    [Fact]
    public void Parsing_text_that_is_no_ULID_throws() =>
        Assert.Throws<FormatException>(() => Id.Parse<HubId>("8ZZZZZZZZZZZZZZZZZZZZZZZZZ"));

    [Fact]
    public void Every_id_is_read_back_as_it_was_printed() =>
        Gen.Byte.Array[16].Select(bytes => new HubId(new Ulid(bytes)))
            .Sample(id => Id.TryParse<HubId>(id.ToString(), out var read) && read == id);

    [Fact]
    public void Ids_are_ordered_as_their_text_is() =>
        Gen.Byte.Array[16].Select(bytes => new Ulid(bytes)).Array[2].Sample(pair =>
            Math.Sign(pair[0].CompareTo(pair[1]))
                == Math.Sign(string.CompareOrdinal(pair[0].ToString(), pair[1].ToString())));

    [Fact]
    public void A_source_never_gives_the_same_id_twice()
    {
        var ids = new UlidSource(new FixedClock());

        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => ids.NextUlid()).Distinct().Count());
    }

    [Fact]
    public void An_id_carries_the_time_of_the_clock() =>
        Assert.Equal(Catalogue.CreatedAt, new UlidSource(new FixedClock()).NextUlid().Time);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Catalogue.CreatedAt;
    }
}
