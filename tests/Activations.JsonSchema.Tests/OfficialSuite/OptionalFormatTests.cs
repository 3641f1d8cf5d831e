namespace Activations.JsonSchema.Tests.OfficialSuite;

/// <summary>Runs where the suite's optional format cases are there, over the formats that this library asserts.</summary>
public sealed class OptionalFormatTests
{
    private static readonly string[] Asserted =
    [
        "date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uuid", "json-pointer", "regex",
    ];

    [Theory]
    [InlineData("draft2020-12")]
    [InlineData("draft7")]
    public void Every_format_case_has_the_verdict_the_suite_gives_it(string draft)
    {
        var folder = Path.Combine(TestSuite.FindOrSkip(draft), "optional", "format");
        Assert.SkipUnless(Directory.Exists(folder), "The optional format cases of the official suite are not here.");
        var groups = Asserted.Select(format => Path.Combine(folder, $"{format}.json")).Where(File.Exists).SelectMany(TestSuite.Read);

        Assert.Empty(groups.SelectMany(group => SuiteVerdicts.Wrong(group, new JsonSchemaOptions { AssertFormat = true })));
    }
}
