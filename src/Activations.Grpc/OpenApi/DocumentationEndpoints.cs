using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace Activations.Grpc.OpenApi;

/// <summary>
/// The OpenAPI document, and a page that shows it and makes calls. They need no credentials, since the protos are public too;
/// unlike health checks they count for the limits of callers, since they are not small.
/// </summary>
internal static class DocumentationEndpoints
{
    /// <summary>Where the page is; its files lie beside it.</summary>
    public const string PagePath = "/docs/";

    private const string DocumentPath = "/openapi/v1.json";

    /// <summary>Adds them.</summary>
    public static void Map(WebApplication app)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods(DocumentPath, methods, (HttpContext context, ApiDocument document) => Answer(context, document.Current));
        app.MapScalarApiReference(PagePath.TrimEnd('/'), Configure).WithMetadata(new HttpMethodMetadata(methods));
    }

    /// <summary>A reader who has the document already is told so, for as long as it is the same.</summary>
    private static IResult Answer(HttpContext context, Rendering document)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(document.Utf8, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue(document.ETag));
    }

    /// <summary>Nothing on the page comes from elsewhere or goes elsewhere, and the browser is told to see to it.</summary>
    private static void Configure(ScalarOptions options, HttpContext context)
    {
        options
            .WithTitle("Activations API")
            .WithOpenApiRoutePattern(DocumentPath)
            .DisableAgent()
            .DisableMcp()
            .DisableTelemetry()
            .DisableDefaultFonts()
            .HideClientButton();
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.Nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{options.Nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
