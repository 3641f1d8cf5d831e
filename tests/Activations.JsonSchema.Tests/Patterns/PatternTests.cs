using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;

namespace Activations.JsonSchema.Tests.Patterns;

public sealed class PatternTests
{
    private const int Pairs = 4_000;

    // Where both dialects agree: ASCII, and no line ends in the texts.
    private static readonly Gen<string> Pattern = PatternOf(3);

    private static readonly Gen<string> Text = Gen.Char["abc_1 -"].Array[0, 12].Select(characters => new string(characters));

    [Theory]
    [InlineData("^a+b{2}$", "aabb", true)]
    [InlineData("^a+b{2}$", "aabbb", false)]
    [InlineData("^[a-z][a-z0-9-]{0,3}$", "a-1b", true)]
    [InlineData("^[a-z][a-z0-9-]{0,3}$", "a-1bc", false)]
    [InlineData("^a*ab$", "aaab", true)]
    [InlineData("^(a|ab)(c|bcd)$", "abcd", true)]
    [InlineData("b", "abc", true)]
    [InlineData("^b", "abc", false)]
    [InlineData("(^|x)a$", "xa", true)]
    [InlineData("^", "", true)]
    [InlineData("$^", "", true)]
    [InlineData("a{0}b", "b", true)]
    [InlineData("^(a?){3}$", "aaaa", false)]
    [InlineData("^(a{2,}){2}$", "aaa", false)]
    [InlineData("^(a{2,}){2}$", "aaaaa", true)]
    [InlineData("^(a*)*$", "aab", false)]
    [InlineData("^(a*)+b$", "aaab", true)]
    [InlineData("^(|a)+$", "aa", true)]
    [InlineData("^a??b*?$", "ab", true)]
    [InlineData(@"\bab\b", "x ab", true)]
    [InlineData(@"\bab\b", "xab", false)]
    [InlineData(@"\Bb", "ab", true)]
    [InlineData(@"\bé", "aé", true)]
    [InlineData("^.$", "💩", true)]
    [InlineData("^..$", "💩", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^[^a]$", "\n", true)]
    [InlineData("^💩*$", "💩💩", true)]
    [InlineData(@"^\ud83d\udca9$", "💩", true)]
    [InlineData(@"^\u{1F4A9}$", "💩", true)]
    [InlineData("^[💨-💩]$", "💩", true)]
    [InlineData(@"^\W$", "💩", true)]
    [InlineData(@"^\w$", "é", false)]
    [InlineData(@"^\d$", "৪", false)]
    [InlineData(@"^\s$", "\ufeff", true)]
    [InlineData(@"^\S$", "\u00a0", false)]
    [InlineData(@"^\p{L}+$", "äß例", true)]
    [InlineData(@"^\p{Lu}$", "ä", false)]
    [InlineData(@"^\P{L}$", "1", true)]
    [InlineData(@"^[\p{Nd}-]+$", "1-৪", true)]
    [InlineData(@"^\cA\x41\0\t\/\-$", "\u0001A\0\t/-", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("^{a}$", "{a}", true)]
    [InlineData("[]", "a", false)]
    [InlineData("^[^]$", "a", true)]
    public void A_pattern_matches_as_ECMA_262_says(string pattern, string text, bool matches) =>
        Assert.Equal(matches, IsMatch(pattern, text));

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("a{100}{100}")]
    [InlineData("(a{100}){100}")]
    [InlineData("a{6000}")]
    [InlineData("(")]
    [InlineData("[b-a]")]
    [InlineData("*")]
    [InlineData(@"\p{Script=Greek}")]
    public void A_pattern_that_cannot_be_matched_in_bounded_time_or_at_all_is_refused(string pattern) =>
        Assert.Contains("is not usable", Json.Refusal($$"""{"pattern":{{JsonSerializer.Serialize(pattern)}}}""").Problem, StringComparison.Ordinal);

    [Fact]
    public void Random_patterns_match_what_another_engine_says_they_do() =>
        Gen.Select(Pattern, Text).Sample(
            (pattern, text) => Assert.Equal(Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking), IsMatch(pattern, text)),
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine,
            iter: Pairs,
            threads: 1,
            print: pair => $"{pair.Item1}\n{pair.Item2}");

    [Theory]
    [InlineData("^(.*a.{1000}|b)*$")]
    [InlineData("^(a?){2000}$")]
    [InlineData("(x+x+)+y")]
    public void A_pattern_of_many_ways_comes_to_an_end(string pattern) =>
        Assert.False(IsMatch(pattern, new string('a', 2_000) + new string('x', 2_000)));

    private static bool IsMatch(string pattern, string text) => Json
        .Compile($$"""{"pattern":{{JsonSerializer.Serialize(pattern)}}}""", new JsonSchemaOptions { MaxEvaluations = int.MaxValue })
        .IsValid(JsonSerializer.SerializeToElement(text));

    private static Gen<string> PatternOf(int depth)
    {
        var atom = OneOf("a", "b", "c", ".", "[ab]", "[^a]", @"\w", @"\d", "_", "-", " ");
        var term = Gen.Select(
            depth == 0 ? atom : Gen.Frequency((3, atom), (2, PatternOf(depth - 1).Select(inner => $"({inner})"))),
            OneOf("", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "*?"),
            (inner, quantifier) => inner + quantifier);
        var part = Gen.Frequency((8, term), (1, OneOf("^", "$", @"\b", @"\B")));
        return part.Array[0, 4].Select(string.Concat).Array[1, 2].Select(branches => string.Join('|', branches));
    }

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
