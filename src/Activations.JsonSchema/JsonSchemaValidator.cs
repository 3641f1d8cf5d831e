using System.Text.Json;
using Activations.JsonSchema.Compilation;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Keywords;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema;

/// <summary>
/// A compiled JSON Schema, of draft 2020-12 or, where <c>$schema</c> says so, of draft-07. Immutable: one validator serves any number of
/// threads.
/// </summary>
/// <remarks>
/// Of members of one name in a JSON object, in a schema and in an instance alike, the last one counts (RFC 8259 §4 leaves it open).
/// Nothing is ever fetched: a reference leads into the schema's own document or to a meta-schema of the two drafts.
/// </remarks>
public sealed class JsonSchemaValidator
{
    private readonly SchemaNode root;
    private readonly JsonSchemaOptions options;

    private JsonSchemaValidator(SchemaNode root, JsonSchemaOptions options)
    {
        this.root = root;
        this.options = options;
    }

    /// <summary>Compiles a schema with <see cref="JsonSchemaOptions.Default"/>.</summary>
    /// <exception cref="JsonSchemaException">The schema is malformed, refers to what is not there, or is beyond a limit.</exception>
    public static JsonSchemaValidator Compile(JsonElement schema) => Compile(schema, JsonSchemaOptions.Default);

    /// <summary>Compiles a schema. The element's document may be disposed of afterwards.</summary>
    /// <exception cref="JsonSchemaException">The schema is malformed, refers to what is not there, or is beyond a limit.</exception>
    public static JsonSchemaValidator Compile(JsonElement schema, JsonSchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new JsonSchemaValidator(SchemaCompiler.Compile(schema, options), options);
    }

    /// <summary>Whether an instance is valid; stops at the first violation.</summary>
    public bool IsValid(JsonElement instance)
    {
        var shape = JsonElementShape.Of(instance, options.MaxInstanceDepth);
        return !shape.IsTooDeep && IsValidWithin(Read(instance, shape));
    }

    /// <summary>Whether an instance is valid; stops at the first violation.</summary>
    /// <typeparam name="TValue">How the host holds JSON values.</typeparam>
    public bool IsValid<TValue>(TValue instance)
        where TValue : struct, IJsonValue<TValue> =>
        InstanceDepth.IsWithin(instance, options.MaxInstanceDepth) && IsValidWithin(instance);

    /// <summary>The violations of an instance, none when it is valid, and never more than the options allow.</summary>
    public IReadOnlyList<JsonSchemaViolation> Validate(JsonElement instance)
    {
        var shape = JsonElementShape.Of(instance, options.MaxInstanceDepth);
        return shape.IsTooDeep ? [TooDeep()] : ValidateWithin(Read(instance, shape));
    }

    /// <summary>The violations of an instance, none when it is valid, and never more than the options allow.</summary>
    /// <typeparam name="TValue">How the host holds JSON values.</typeparam>
    public IReadOnlyList<JsonSchemaViolation> Validate<TValue>(TValue instance)
        where TValue : struct, IJsonValue<TValue> =>
        InstanceDepth.IsWithin(instance, options.MaxInstanceDepth) ? ValidateWithin(instance) : [TooDeep()];

    private JsonElementValue Read(JsonElement instance, JsonElementShape shape) =>
        new(shape.NeedsRewrite ? LastMemberWins.Rewrite(instance, options.MaxInstanceDepth) : instance);

    private bool IsValidWithin<TValue>(TValue instance)
        where TValue : struct, IJsonValue<TValue>
    {
        var state = new EvaluationState(options, collector: null);
        var valid = root.Evaluate(instance, ref state, []) && state.PassedLimit is null;
        state.Dispose();
        return valid;
    }

    private IReadOnlyList<JsonSchemaViolation> ValidateWithin<TValue>(TValue instance)
        where TValue : struct, IJsonValue<TValue>
    {
        var collector = new ViolationCollector(options.MaxViolations);
        var state = new EvaluationState(options, collector);
        var valid = root.Evaluate(instance, ref state, []);
        var limit = state.PassedLimit;
        state.Dispose();
        if (limit is null)
            return valid ? [] : collector.Distinct();

        return [LimitViolation($"cannot be checked: {limit}"), .. collector.Distinct().Take(options.MaxViolations - 1)];
    }

    private JsonSchemaViolation TooDeep() =>
        LimitViolation($"arrays and objects must not be nested more than {options.MaxInstanceDepth} deep");

    private JsonSchemaViolation LimitViolation(string message) => new()
    {
        InstanceLocation = "",
        KeywordLocation = "",
        AbsoluteKeywordLocation = root.Absolute,
        Message = message,
    };
}
