using System.Buffers;
using System.Runtime.CompilerServices;
using Activations.JsonSchema.Keywords;

namespace Activations.JsonSchema.Evaluation;

/// <summary>
/// What one evaluation carries along. Without a collector it only wants a verdict, and every keyword may stop at its first failure.
/// </summary>
internal struct EvaluationState(JsonSchemaOptions options, ViolationCollector? collector) : IDisposable
{
    private readonly JsonSchemaOptions options = options;
    private SchemaScope[]? scopes;
    private int scopeCount;
    private int silenced;
    private int depth;
    private int evaluations;

    /// <summary>The limit that was passed, if one was: nothing more is evaluated then, and the instance is invalid.</summary>
    public string? PassedLimit { get; private set; }

    public readonly ViolationCollector? Collector => silenced == 0 ? collector : null;

    public readonly bool Collects => Collector is not null;

    public readonly bool StopsAtFirst => Collector is null || collector!.IsFull;

    /// <summary>The schema resources entered so far, outermost first: the dynamic scope (core §7.1).</summary>
    public readonly ReadOnlySpan<SchemaScope> DynamicScope => scopes.AsSpan(0, scopeCount);

    /// <summary>Begins to evaluate a schema, unless that is one step too many.</summary>
    public bool Enter(SchemaNode node)
    {
        if (PassedLimit is not null)
            return false;
        if (++evaluations > options.MaxEvaluations)
            return Pass($"the schema has to be applied more than {options.MaxEvaluations} times");
        if (++depth > options.MaxEvaluationDepth || !HasStack())
            return Pass($"more than {options.MaxEvaluationDepth} schemas have to be applied inside one another");
        if (node.Scope is not null)
            PushScope(node.Scope);

        return true;
    }

    public void Leave(SchemaNode node)
    {
        depth--;
        if (node.Scope is not null)
            scopeCount--;
    }

    /// <summary>Counts work that is not the evaluation of a schema, such as trying a pattern.</summary>
    public bool Spend(int effort)
    {
        if (PassedLimit is not null)
            return false;

        evaluations += Math.Min(effort, options.MaxEvaluations);
        return evaluations <= options.MaxEvaluations
            || Pass($"the schema has to be applied more than {options.MaxEvaluations} times");
    }

    /// <summary>Reports nothing until <see cref="Unsilence"/>: a failure in here is not a failure of the whole.</summary>
    public void Silence() => silenced++;

    public void Unsilence() => silenced--;

    public readonly bool Fail(string segment, string absolute, string message, string? missingProperty = null)
    {
        if (PassedLimit is null)
            Collector?.Add(segment, absolute, message, missingProperty);

        return false;
    }

    public readonly void Dispose()
    {
        if (scopes is not null)
            ArrayPool<SchemaScope>.Shared.Return(scopes, clearArray: true);
    }

    // Looking at the stack costs more than counting, so it is done once in so many levels.
    private readonly bool HasStack() => depth % 16 != 0 || RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private void PushScope(SchemaScope scope)
    {
        scopes ??= ArrayPool<SchemaScope>.Shared.Rent(options.MaxEvaluationDepth + 1);
        scopes[scopeCount++] = scope;
    }

    private bool Pass(string limit)
    {
        PassedLimit = limit;
        return false;
    }
}
