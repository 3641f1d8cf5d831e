using Microsoft.Net.Http.Headers;

namespace Activations.Grpc.Rest;

/// <summary>
/// Answers a POST to an integration that is neither <c>:deploy</c> nor <c>:undeploy</c>. The router finds out too late that
/// it is neither, and would answer 404 to both: a verb that is not there (AIP-136), and the integration itself, which is
/// there but takes no POST.
/// </summary>
internal static class UnknownVerbs
{
    private const string Methods = "DELETE, GET, PATCH";

    /// <summary>Adds the answer, behind all that the protos promise.</summary>
    public static void Map(WebApplication app) =>
        app.MapPost("/integrations/{integration_id}", Answer).WithOrder(1);

    private static IResult Answer(HttpContext context)
    {
        if (context.Request.RouteValues["integration_id"] is string id && id.Contains(':', StringComparison.Ordinal))
            return Results.NotFound();
        context.Response.Headers[HeaderNames.Allow] = Methods;
        return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }
}
