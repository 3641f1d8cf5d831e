using System.Text.Json;

namespace Activations.JsonSchema.Tests.OfficialSuite;

internal static class SuiteVerdicts
{
    public static bool IsRefused(JsonElement schema)
    {
        try
        {
            JsonSchemaValidator.Compile(schema);
            return false;
        }
        catch (JsonSchemaException exception)
        {
            Assert.Contains("which is not in this document", exception.Problem, StringComparison.Ordinal);
            return true;
        }
    }

    public static IEnumerable<string> Wrong(SuiteGroup group) => Wrong(group, JsonSchemaOptions.Default);

    /// <summary>The names of the cases whose verdict, of either method, is not the suite's.</summary>
    public static IEnumerable<string> Wrong(SuiteGroup group, JsonSchemaOptions options)
    {
        var validator = JsonSchemaValidator.Compile(group.Schema, options);
        foreach (var (name, data, valid) in group.Tests)
        {
            if (validator.IsValid(data) != valid || (validator.Validate(data).Count == 0) != valid)
                yield return name;
        }
    }
}
