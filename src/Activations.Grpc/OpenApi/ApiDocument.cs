using System.Security.Cryptography;
using Activations.Grpc.Configuration;
using Microsoft.OpenApi;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Activations.Grpc.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of the REST API, made from the protos when it is first asked for. What they don't say, since it
/// is the same for every call, is said here: credentials, errors, health.
/// </summary>
internal sealed class ApiDocument
{
    /// <summary>The security scheme of API keys.</summary>
    public const string ApiKey = "apiKey";

    /// <summary>The security scheme of end users' tokens.</summary>
    public const string Token = "endUserToken";

    private const string Description =
        """
        Activates integrations for the end users of embedded integration hubs, and answers who has activated what.

        - **Names** are camelCase in bodies and snake_case in addresses; `camelCase` is understood in queries too. Members of a
          body that are not known are ignored.
        - **Ids** are ULIDs: 26 characters, in upper case in answers. In a path they are percent-encoded.
        - **Lists** take `first`, `after` and `before`, and answer `totalCount`, `next` and `prev`, which are cursors.
        - **Deadlines**: the header `Grpc-Timeout` (`250m`, `5S`) of any call. Past it the answer is `DEADLINE_EXCEEDED`.
        - **Errors** have one body whoever caused them, and a `code` to go by.

        The examples work on the catalogue of a service that was started with `--demo`.
        """;

    private readonly bool isOpen;
    private Lazy<Rendering> current;

    /// <summary>The document of a service with these options.</summary>
    public ApiDocument(ActivationsOptions options)
    {
        isOpen = !options.Auth.IsRequired;
        current = new(() => Render(null));
    }

    /// <summary>The document as it is answered.</summary>
    public Rendering Current => current.Value;

    /// <summary>Has the examples name an activation that exists.</summary>
    public void ShowActivation(string id) => current = new(() => Render(id));

    private Rendering Render(string? activationId)
    {
        using var text = new MemoryStream();
        using (var writer = new StreamWriter(text, leaveOpen: true))
            Create(activationId).SerializeAsV31(new OpenApiJsonWriter(writer, new OpenApiJsonWriterSettings { Terse = true }));
        var utf8 = text.ToArray();
        return new Rendering(utf8, $"\"{Convert.ToHexStringLower(SHA256.HashData(utf8))[..32]}\"");
    }

    private OpenApiDocument Create(string? activationId)
    {
        var services = CommentedProtos.Services.ToList();
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "Activations",
                Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(fieldCount: 3),
                Description = Description,
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            },
            Servers = [new OpenApiServer { Url = "/", Description = "The service that answered this document." }],
            Paths = new OpenApiPaths(),
            Components = Components(),
            Tags = services.Select(TagOf).Append(HealthOperations.Tag).ToHashSet(),
            Security = isOpen ? [new OpenApiSecurityRequirement()] : null,
        };
        TraceIdHeader.AddTo(document.Components!);
        var calls = services.SelectMany(service => service.Methods).ToList();
        var failures = new Failures(document);
        var operations = new Operations(document, new MessageSchemas(document, calls), failures, new Examples(activationId));
        foreach (var call in calls)
            operations.Add(call);
        HealthOperations.AddTo(document, failures);
        return document;
    }

    private static OpenApiTag TagOf(ServiceDescriptor service) => new()
    {
        Name = Operations.TagOf(service),
        Description = service.Purpose(),
    };

    private static OpenApiComponents Components() => new()
    {
        Schemas = new Dictionary<string, IOpenApiSchema>(),
        Examples = new Dictionary<string, IOpenApiExample>(),
        SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [ApiKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "API key",
                Description = "An API key of a back end: `Authorization: Bearer <key>`. Each operation names the scope that it needs.",
            },
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description =
                    "A token of an end user, signed by the owner of the hub (RS256 or ES256; `kid` names the signing key, `sub` is the "
                    + "external id): `Authorization: Bearer <token>`, or `Authorization: JWT <token>`.",
            },
        },
    };
}

/// <summary>A document as it is answered.</summary>
/// <param name="Utf8">The JSON.</param>
/// <param name="ETag">Names this state of it (RFC 9110, section 8.8.3).</param>
internal sealed record Rendering(byte[] Utf8, string ETag);
