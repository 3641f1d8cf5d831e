using Activations.Integrations;
using Activations.Json;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using DomainIntegration = Activations.Integrations.Integration;

namespace Activations.Grpc.Mapping;

/// <summary>Reads the requests of IntegrationService that are more than ids.</summary>
internal static class IntegrationRequests
{
    private const string SchemaPath = "variablesSchema";
    private const int MaxSchemaBytes = 256 * 1024; // lists print it

    /// <summary>Reads a schema and checks that it can be compiled; none if it is absent or empty.</summary>
    public static JsonText? ReadSchema(Struct? schema, IVariablesSchemas schemas, RequestReader reader)
    {
        var count = reader.Violations.Count;
        var text = reader.Json(schema, SchemaPath);
        if (text == JsonText.EmptyObject)
            return null;
        if (text.ByteCount > MaxSchemaBytes)
            reader.Violations.Add(SchemaPath, "must be at most 256 KiB of JSON");
        if (reader.Violations.Count == count && schemas.CheckSchema(text) is { } violation)
            reader.Violations.Add(violation.Below(SchemaPath));
        return text;
    }

    /// <summary>Reads what is to be changed of an integration.</summary>
    public static Func<DomainIntegration, DomainIntegration> ToChange(
        UpdateIntegrationRequest request, HttpContext context, IVariablesSchemas schemas, RequestReader reader)
    {
        var fields = UpdatedFields.Of(
            request, request.UpdateMask, context, reader, "name", "image_url", "screenshot_url", "description", "summary", "variables_schema");
        var name = fields.Has("name", request.HasName) ? reader.Name(request.Name, "name") : null;
        var imageUrl = fields.Has("image_url", request.HasImageUrl) ? reader.ImageUrl(request.ImageUrl, "imageUrl") : null;
        var screenshotUrl = fields.Has("screenshot_url", request.HasScreenshotUrl)
            ? reader.ImageUrl(request.ScreenshotUrl, "screenshotUrl")
            : null;
        var description = fields.Has("description", request.HasDescription)
            ? reader.Description(request.Description, "description")
            : null;
        var summary = fields.Has("summary", request.HasSummary) ? reader.Description(request.Summary, "summary") : null;
        var changesSchema = fields.Has("variables_schema", request.VariablesSchema is not null);
        var schema = changesSchema ? ReadSchema(request.VariablesSchema, schemas, reader) : null;

        return current => current with
        {
            Name = name ?? current.Name,
            ImageUrl = imageUrl ?? current.ImageUrl,
            ScreenshotUrl = screenshotUrl ?? current.ScreenshotUrl,
            Description = description ?? current.Description,
            Summary = summary ?? current.Summary,
            VariablesSchema = changesSchema ? schema : current.VariablesSchema,
        };
    }
}
