namespace Activations.JsonSchema.Tests.OfficialSuite;

/// <summary>Runs where the suite of draft-07 is there; the cases of <see cref="Keywords.Draft07Tests"/> stand in for it elsewhere.</summary>
public sealed class Draft07Tests
{
    [Fact]
    public void Every_case_that_needs_no_remote_document_has_the_verdict_the_suite_gives_it()
    {
        var groups = Directory.GetFiles(TestSuite.FindOrSkip("draft7"), "*.json").SelectMany(TestSuite.Read);
        var local = groups.Select(group => group.WithDialect("http://json-schema.org/draft-07/schema#"))
            .Where(group => !SuiteVerdicts.IsRefused(group.Schema));

        Assert.Empty(local.SelectMany(SuiteVerdicts.Wrong));
    }
}
