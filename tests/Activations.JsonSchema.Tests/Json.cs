using System.Text.Json;

namespace Activations.JsonSchema.Tests;

/// <summary>Short ways from text to elements and validators.</summary>
internal static class Json
{
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 10_000 });
        return document.RootElement.Clone();
    }

    public static JsonSchemaValidator Compile(string schema) => JsonSchemaValidator.Compile(Parse(schema));

    public static JsonSchemaValidator Compile(string schema, JsonSchemaOptions options) =>
        JsonSchemaValidator.Compile(Parse(schema), options);

    /// <summary>Asserts one verdict, given by both methods.</summary>
    public static void AssertVerdict(JsonSchemaValidator validator, string instance, bool valid)
    {
        var element = Parse(instance);
        Assert.Equal(valid, validator.IsValid(element));
        Assert.Equal(valid, validator.Validate(element).Count == 0);
    }

    public static JsonSchemaViolation Violation(string schema, string instance) => Assert.Single(Compile(schema).Validate(Parse(instance)));

    public static JsonSchemaException Refusal(string schema) => Assert.Throws<JsonSchemaException>(() => Compile(schema));
}
