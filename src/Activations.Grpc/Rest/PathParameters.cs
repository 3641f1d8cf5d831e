using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Activations.Grpc.Rest;

/// <summary>
/// Takes path parameters from the request target as it was sent, each decoded once (RFC 3986, section 2.4). The
/// server's own path decodes everything but <c>%2F</c>, so that <c>a%2Fb</c> and <c>a%252Fb</c> would be the same user; and
/// it resolves dot segments, so that deleting the user <c>..</c> would delete the hub. Such a target means nothing here.
/// </summary>
internal sealed class PathParameters(RequestDelegate next)
{
    /// <summary>Sets the route values and goes on, or refuses.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint
            || context.Request.RouteValues.Count == 0
            || TrySet(context, endpoint.RoutePattern))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static bool TrySet(HttpContext context, RoutePattern pattern)
    {
        var segments = PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget).Split('/')[1..];
        if (segments.Length != pattern.PathSegments.Count)
            return false;
        foreach (var (index, segment) in pattern.PathSegments.Index())
        {
            if (segment is { IsSimple: true, Parts: [RoutePatternParameterPart parameter] })
                context.Request.RouteValues[parameter.Name] = Uri.UnescapeDataString(segments[index]);
        }

        return true;
    }

    /// <summary>The path of a target in origin form or in absolute form (RFC 9112, section 3.2).</summary>
    private static string PathOf(string target)
    {
        if (!target.StartsWith('/'))
            target = new Uri(target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }).PathAndQuery;
        return target.Split('?', 2)[0];
    }
}
