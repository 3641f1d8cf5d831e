using System.Text;
using Activations.Paging;
using CsCheck;

namespace Activations.Tests.Paging;

public sealed class SearchTermTests
{
    [Theory]
    [InlineData("ann", "ANNA", true)]
    [InlineData("ANN", "anna", true)]
    [InlineData("anna", "Ann", false)]
    [InlineData("zoë", "ZOË K.", true)]
    [InlineData("a%", "a%b", true)]
    [InlineData("a%", "axb", false)]
    [InlineData("a_", "a_b", true)]
    [InlineData("a_", "axb", false)]
    [InlineData("\U0001F98A", "\U0001F98Afox", true)]
    [InlineData("\uD7FF", "\uD7FF\uE000", true)]
    [InlineData("\U0010FFFF", "\U0010FFFF\U0010FFFF", true)]
    public void A_name_matches_if_it_begins_with_the_text_in_any_case(string text, string name, bool matches) =>
        Assert.Equal(matches, Matches(SearchTerm.Of(text)!, name));

    [Fact]
    public void The_range_of_a_term_holds_just_the_names_with_the_prefix() => Gen.Select(Gen.String[0, 3], Gen.String[0, 6])
        .Where(pair => pair.Item1.Length > 0 && IsText(pair.Item1) && IsText(pair.Item2))
        .Sample((text, name) => Matches(SearchTerm.Of(text)!, name)
            == SearchTerm.Fold(name).StartsWith(SearchTerm.Fold(text), StringComparison.Ordinal));

    [Fact]
    public void A_text_that_is_a_ULID_is_an_id_too()
    {
        var id = Ulid.Parse("01J0DEM0VSR000000000000001");

        Assert.Equal(id, SearchTerm.Of("01j0dem0vsr000000000000001")!.Id);
        Assert.Null(SearchTerm.Of("01J0DEM0VSR00000000000000")!.Id);
    }

    [Fact]
    public void No_text_is_no_search() => Assert.Null(SearchTerm.Of(""));

    /// <summary>As a store compares: the bytes of UTF-8.</summary>
    private static bool Matches(SearchTerm term, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(SearchTerm.Fold(name)).AsSpan();
        return bytes.SequenceCompareTo(Encoding.UTF8.GetBytes(term.Folded)) >= 0
            && (term.FoldedEnd is null || bytes.SequenceCompareTo(Encoding.UTF8.GetBytes(term.FoldedEnd)) < 0);
    }

    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);
}
