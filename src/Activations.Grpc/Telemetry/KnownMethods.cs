using System.Collections.Frozen;

namespace Activations.Grpc.Telemetry;

/// <summary>The HTTP methods that are shown as they are: others may be anything, and as many as callers like.</summary>
internal sealed class KnownMethods(IConfiguration configuration)
{
    /// <summary>The variable, with commas, that replaces the list (semantic conventions, <c>http.request.method</c>).</summary>
    public const string Variable = "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS";

    /// <summary>What the semantic conventions call a method that is not known.</summary>
    public const string Other = "_OTHER";

    private const string Standard = "CONNECT,DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT,QUERY,TRACE"; // RFC 9110, RFC 5789, and QUERY

    private readonly FrozenSet<string> methods = (configuration[Variable] is { Length: > 0 } own ? own : Standard)
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The method of a request, if it is known.</summary>
    public string Of(HttpRequest request) => methods.Contains(request.Method) ? request.Method : Other;
}
