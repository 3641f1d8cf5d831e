using System.Diagnostics;
using CsCheck;

namespace Activations.JsonSchema.Tests.Fuzzing;

/// <summary>Runs alone, because it bounds the time each pair takes.</summary>
[Collection(nameof(FuzzTests))]
public sealed class FuzzTests
{
    private const int Pairs = 10_000;
    private const int Attempts = 5;
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Random_schemas_and_instances_neither_crash_nor_hang_nor_get_two_verdicts()
    {
        var compiled = 0;

        // A failure prints the seed that repeats it.
        Gen.Select(RandomJson.Schema, RandomJson.Value).Sample(
            (schema, instance) =>
            {
                if (Check(schema, instance))
                    Interlocked.Increment(ref compiled);
            },
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine,
            iter: Pairs,
            threads: 1,
            print: pair => $"{pair.Item1}\n{pair.Item2}");

        Assert.True(compiled > Pairs / 4, $"Only {compiled} of {Pairs} schemas compiled: the generator has gone astray.");
    }

    private static bool Check(string schema, string instance)
    {
        var element = Json.Parse(instance);
        JsonSchemaValidator? validator = null;
        InTime(() => validator = TryCompile(schema));
        if (validator is null)
            return false;

        var verdict = false;
        var violations = 0;
        InTime(() => verdict = validator.IsValid(element));
        InTime(() => violations = validator.Validate(element).Count);
        Assert.Equal(verdict, violations == 0);
        Assert.Equal(verdict, validator.IsValid(new NodeValue(element)));
        return true;
    }

    private static JsonSchemaValidator? TryCompile(string schema)
    {
        try
        {
            return Json.Compile(schema, new JsonSchemaOptions { AssertFormat = true });
        }
        catch (JsonSchemaException)
        {
            return null;
        }
    }

    // A pause of the machine is not a slow schema: only what is slow every time counts.
    private static void InTime(Action action)
    {
        var best = Measure(action);
        for (var attempt = 1; best > Bound && attempt < Attempts; attempt++)
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Measure(action).Ticks));

        Assert.InRange(best, TimeSpan.Zero, Bound);
    }

    private static TimeSpan Measure(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }
}

[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public sealed class FuzzTestsAlone;
