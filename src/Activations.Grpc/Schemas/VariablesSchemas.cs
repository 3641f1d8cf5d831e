using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Activations.Errors;
using Activations.Grpc.Mapping;
using Activations.Integrations;
using Activations.JsonSchema;
using Microsoft.Extensions.Caching.Memory;
using JsonText = Activations.Json.JsonText;

namespace Activations.Grpc.Schemas;

/// <summary>
/// Checks dynamic variables with the JSON Schema validator. Schemas are compiled once and kept, up to 16 MiB of their texts.
/// <c>default</c> values are not filled in.
/// </summary>
internal sealed class VariablesSchemas : IVariablesSchemas, IDisposable
{
    private const int MaxCompiledBytes = 16 * 1024 * 1024;

    private static readonly JsonSchemaOptions Options = new() { AssertFormat = true };

    private readonly MemoryCache compiled = new(new MemoryCacheOptions { SizeLimit = MaxCompiledBytes, TrackStatistics = true });

    /// <summary>How often a compiled schema was found, and how many there are.</summary>
    public MemoryCacheStatistics Statistics => compiled.GetCurrentStatistics()!;

    /// <inheritdoc />
    public Violation? CheckSchema(JsonText schema)
    {
        try
        {
            JsonSchemaValidator.Compile(schema.Root, Options);
            return null;
        }
        catch (JsonSchemaException exception)
        {
            return new Violation(PathOf(exception.Location, schema.Root), exception.Problem);
        }
    }

    /// <inheritdoc />
    public ImmutableArray<Violation> Check(JsonText? schema, JsonText variables)
    {
        if (schema is null)
            return [];
        var validator = compiled.GetOrCreate(schema, entry =>
        {
            entry.Size = schema.ByteCount;
            return JsonSchemaValidator.Compile(schema.Root, Options);
        })!;
        return validator.IsValid(variables.Root)
            ? []
            : [.. validator.Validate(variables.Root).Select(v => new Violation(FieldOf(v, variables.Root), v.Message))];
    }

    /// <inheritdoc />
    public void Dispose() => compiled.Dispose();

    private static string FieldOf(JsonSchemaViolation violation, JsonElement root)
    {
        var path = PathOf(violation.InstanceLocation, root);
        return violation.MissingProperty is { } missing ? FieldPath.Member(path, missing) : path;
    }

    /// <summary>The path of the value that a JSON Pointer (RFC 6901) points to.</summary>
    private static string PathOf(string pointer, JsonElement root)
    {
        var path = "";
        var value = root;
        foreach (var segment in pointer.Split('/')[1..])
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (value.ValueKind == JsonValueKind.Array && int.TryParse(name, CultureInfo.InvariantCulture, out var index))
            {
                path = FieldPath.Item(path, index);
                value = index < value.GetArrayLength() ? value[index] : default;
            }
            else
            {
                path = FieldPath.Member(path, name);
                value = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;
            }
        }

        return path;
    }
}
