using System.Buffers;
using System.Runtime.CompilerServices;
using Activations.JsonSchema.Keywords;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Evaluation;

/// <summary>
/// What one evaluation carries along. Without a collector it only wants a verdict, and every keyword may stop at its first failure.
/// </summary>
internal ref struct EvaluationState(JsonTape tape, JsonSchemaOptions options, ViolationCollector? collector)
{
    private readonly JsonSchemaOptions options = options;
    private SchemaScope[]? scopes;
    private int scopeCount;
    private int depthLeft = options.MaxEvaluationDepth;
    private int evaluationsLeft = options.MaxEvaluations;

    /// <summary>The instance.</summary>
    public readonly JsonTape Tape = tape;

    /// <summary>The limit that was passed, if one was: nothing more is evaluated then, and the instance is invalid.</summary>
    public string? PassedLimit { get; private set; }

    /// <summary>Receives what is not valid; null while only the verdict counts.</summary>
    public ViolationCollector? Collector { get; private set; } = collector;

    public readonly bool Collects => Collector is not null;

    public readonly bool StopsAtFirst => Collector is null || Collector.IsFull;

    /// <summary>The schema resources entered so far, outermost first: the dynamic scope (core §7.1).</summary>
    public readonly ReadOnlySpan<SchemaScope> DynamicScope => scopes.AsSpan(0, scopeCount);

    /// <summary>Counts the evaluation of a schema on a value, unless that is one too many.</summary>
    public bool Count(in TapeEntry value)
    {
        // A long text is looked at again each time, so it counts by its length.
        evaluationsLeft -= 1 + (value.Length >> 8);
        return evaluationsLeft >= 0 || PassEvaluations();
    }

    /// <summary>Begins to evaluate what is inside a schema of a resource, unless that is one level too many.</summary>
    public bool Enter(SchemaScope? scope)
    {
        if (--depthLeft < 0 || !HasStack())
            return Pass($"more than {options.MaxEvaluationDepth} schemas have to be applied inside one another");
        if (scope is not null)
            PushScope(scope);

        return true;
    }

    public void Leave(SchemaScope? scope)
    {
        depthLeft++;
        if (scope is not null)
            scopeCount--;
    }

    /// <summary>Counts work that the length of one text does not bound, in units of about one evaluation.</summary>
    public bool Spend(long effort)
    {
        if (effort > evaluationsLeft)
            return PassEvaluations();

        evaluationsLeft -= (int)effort;
        return true;
    }

    /// <summary>Counts a look at all that is in a value.</summary>
    public bool SpendOnAllOf(int value) => Spend((Tape[value].End - value) >> 3);

    /// <summary>Reports nothing until <see cref="Unsilence"/>: a failure in here is not a failure of the whole.</summary>
    public ViolationCollector? Silence()
    {
        var former = Collector;
        Collector = null;
        return former;
    }

    public void Unsilence(ViolationCollector? former) => Collector = former;

    /// <summary>Reports a failure, if anybody wants to know.</summary>
    /// <returns><see langword="false"/>, the verdict.</returns>
    public readonly bool Fail(int value, KeywordSite site, string message, string? missingProperty = null)
    {
        if (PassedLimit is null)
            Collector?.Add(value, site.Segment, site.Absolute, message, missingProperty);

        return false;
    }

    public readonly void Dispose()
    {
        if (scopes is not null)
            ArrayPool<SchemaScope>.Shared.Return(scopes, clearArray: true);
    }

    // Looking at the stack costs more than counting, so it is done once in so many levels.
    private readonly bool HasStack() => (depthLeft & 15) != 0 || RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private void PushScope(SchemaScope scope)
    {
        scopes ??= ArrayPool<SchemaScope>.Shared.Rent(options.MaxEvaluationDepth + 1);
        scopes[scopeCount++] = scope;
    }

    private bool PassEvaluations() => Pass($"the schema has to be applied more than {options.MaxEvaluations} times");

    private bool Pass(string limit)
    {
        PassedLimit ??= limit;
        evaluationsLeft = 0;
        return false;
    }
}
