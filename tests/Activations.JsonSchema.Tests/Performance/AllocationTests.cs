using System.Text.Json;

namespace Activations.JsonSchema.Tests.Performance;

public sealed class AllocationTests
{
    private const int Rounds = 1_000;
    private const int Attempts = 50;

    [Theory]
    [InlineData(RealisticSchema.Valid, true)]
    [InlineData(RealisticSchema.Invalid, false)]
    public void A_verdict_allocates_nothing(string instance, bool valid)
    {
        var validator = Json.Compile(RealisticSchema.Text);
        var element = Json.Parse(instance);
        Assert.Equal(valid, validator.IsValid(element));

        // Code that is not yet optimized may box: what counts is that it comes to nothing.
        var allocated = Enumerable.Range(0, Attempts).Select(_ => Measure(validator, element)).TakeWhile(bytes => bytes > 0).ToList();

        Assert.True(allocated.Count < Attempts, $"{Rounds} verdicts allocated {string.Join(", ", allocated)} bytes.");
    }

    private static long Measure(JsonSchemaValidator validator, JsonElement element)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
            validator.IsValid(element);

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
