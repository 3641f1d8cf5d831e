namespace Activations.JsonSchema.Tests.OfficialSuite;

public sealed class Draft202012Tests
{
    // Their schemas refer to documents that the suite serves over HTTP.
    private static readonly string[] NeedRemoteDocuments =
    [
        "dynamicRef: $ref and $dynamicAnchor are independent of order - $defs first",
        "dynamicRef: $ref and $dynamicAnchor are independent of order - $ref first",
        "dynamicRef: $ref to $dynamicRef finds detached $dynamicAnchor",
        "dynamicRef: strict-tree schema, guards against misspelled properties",
        "dynamicRef: tests for implementation dynamic anchor and reference link",
    ];

    [Fact]
    public void Every_case_that_needs_no_remote_document_has_the_verdict_the_suite_gives_it()
    {
        var groups = Groups().Where(group => !NeedRemoteDocuments.Contains(group.Name)).ToList();
        var wrong = groups.SelectMany(SuiteVerdicts.Wrong).ToList();

        TestContext.Current.TestOutputHelper?.WriteLine($"{groups.Sum(group => group.Tests.Count())} cases");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Schemas_that_need_a_remote_document_are_refused_and_are_these()
    {
        var refused = Groups().Where(group => SuiteVerdicts.IsRefused(group.Schema)).Select(group => group.Name);

        Assert.Equal(NeedRemoteDocuments, refused.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<SuiteGroup> Groups() =>
        Directory.GetFiles(TestSuite.FindOrSkip("draft2020-12"), "*.json").SelectMany(TestSuite.Read);
}
