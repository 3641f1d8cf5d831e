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
        var builder = new TapeBuilder(options.MaxInstanceDepth);
        var valid = JsonTextReader.TryRead(instance, ref builder, out var source) && IsValid(builder.Over(source));
        builder.Dispose();
        return valid;
    }

    /// <summary>Whether an instance is valid; stops at the first violation.</summary>
    /// <typeparam name="TValue">How the host holds JSON values.</typeparam>
    public bool IsValid<TValue>(TValue instance)
        where TValue : struct, IJsonValue<TValue>
    {
        var builder = new TapeBuilder(options.MaxInstanceDepth);
        var valid = JsonValueReader.Read(instance, ref builder) && IsValid(builder.Over([]));
        builder.Dispose();
        return valid;
    }

    /// <summary>The violations of an instance, none when it is valid, and never more than the options allow.</summary>
    public IReadOnlyList<JsonSchemaViolation> Validate(JsonElement instance)
    {
        var builder = new TapeBuilder(options.MaxInstanceDepth);
        var violations = JsonTextReader.TryRead(instance, ref builder, out var source) ? Validate(builder.Over(source)) : [TooDeep()];
        builder.Dispose();
        return violations;
    }

    /// <summary>The violations of an instance, none when it is valid, and never more than the options allow.</summary>
    /// <typeparam name="TValue">How the host holds JSON values.</typeparam>
    public IReadOnlyList<JsonSchemaViolation> Validate<TValue>(TValue instance)
        where TValue : struct, IJsonValue<TValue>
    {
        var builder = new TapeBuilder(options.MaxInstanceDepth);
        var violations = JsonValueReader.Read(instance, ref builder) ? Validate(builder.Over([])) : [TooDeep()];
        builder.Dispose();
        return violations;
    }

    private bool IsValid(JsonTape tape)
    {
        var state = new EvaluationState(tape, options, collector: null);
        var valid = root.Evaluate(0, ref state, []) && state.PassedLimit is null;
        state.Dispose();
        return valid;
    }

    private List<JsonSchemaViolation> Validate(JsonTape tape)
    {
        var collector = new ViolationCollector(options.MaxViolations);
        var state = new EvaluationState(tape, options, collector);
        var valid = root.Evaluate(0, ref state, []);
        var limit = state.PassedLimit;
        state.Dispose();
        if (limit is null)
            return valid ? [] : collector.ToViolations(tape);

        return [LimitViolation($"cannot be checked: {limit}"), .. collector.ToViolations(tape).Take(options.MaxViolations - 1)];
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
