namespace Activations.JsonSchema.Tests.OfficialSuite;

/// <summary>The official JSON-Schema-Test-Suite, where it lies beside the repository or where the environment says.</summary>
internal static class TestSuite
{
    private const string Variable = "ACTIVATIONS_JSON_SCHEMA_SUITE";

    public static string FindOrSkip(string draft)
    {
        var found = Find(draft);
        Assert.SkipWhen(
            found is null,
            $"The official suite of {draft} is not here: put it under shared/json-schema-test-suite, or name its folder in {Variable}.");
        return found!;
    }

    public static IEnumerable<SuiteGroup> Read(string file) =>
        Json.Parse(File.ReadAllText(file)).EnumerateArray().Select(group => new SuiteGroup(Path.GetFileNameWithoutExtension(file), group));

    private static string? Find(string draft)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
            return Existing(Path.Combine(configured, draft));

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared", "json-schema-test-suite", draft)) is { } found)
                return found;
        }

        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
