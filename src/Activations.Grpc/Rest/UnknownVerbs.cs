using Activations.V1;
using Google.Api;
using Microsoft.Net.Http.Headers;

namespace Activations.Grpc.Rest;

/// <summary>
/// Answers what the protos do not promise on a resource that has verbs (<c>/integrations/{id}:deploy</c>, AIP-136). The
/// router finds out too late which verb a path ends with, and would answer 404 to what is 405, and the other way round.
/// </summary>
internal static class UnknownVerbs
{
    private const string BeforeVerb = "}:";

    private static readonly Google.Protobuf.Reflection.ServiceDescriptor[] Services =
        [ActivationService.Descriptor, IntegrationService.Descriptor, AdminService.Descriptor];

    /// <summary>Adds the answers, behind all that the protos promise.</summary>
    public static void Map(WebApplication app)
    {
        var rules = Services.SelectMany(service => service.Methods)
            .Select(method => method.GetOptions().GetExtension(AnnotationsExtensions.Http))
            .Select(HttpRules.PatternOf)
            .ToList();
        foreach (var verbs in rules.Where(rule => rule.Path.Contains(BeforeVerb, StringComparison.Ordinal)).GroupBy(ResourceOf))
        {
            var resource = verbs.Key;
            var methods = string.Join(", ", rules.Where(rule => rule.Path == resource).Select(rule => rule.Method).Order());
            var names = verbs.Select(rule => rule.Path[(resource.Length + 1)..]).ToHashSet(StringComparer.OrdinalIgnoreCase); // as the router has it
            var parameter = resource[(resource.IndexOf('{', StringComparison.Ordinal) + 1)..^1];
            app.Map(resource, context => AnswerAsync(context, parameter, names, methods)).WithOrder(1);
        }
    }

    private static Task AnswerAsync(HttpContext context, string parameter, HashSet<string> verbs, string methods)
    {
        var id = (string)context.Request.RouteValues[parameter]!;
        var allowed = id.IndexOf(':', StringComparison.Ordinal) switch
        {
            < 0 => methods,
            var end when verbs.Contains(id[(end + 1)..]) => HttpMethods.Post,
            _ => "",
        };
        context.Response.StatusCode = allowed.Length == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
        if (allowed.Length > 0)
            context.Response.Headers[HeaderNames.Allow] = allowed;
        return Task.CompletedTask;
    }

    private static string ResourceOf((string Method, string Path) rule) =>
        rule.Path[..(rule.Path.IndexOf(BeforeVerb, StringComparison.Ordinal) + 1)];
}
