using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Activations.Grpc.Rest;

/// <summary>
/// Takes path parameters from the request target as it was sent, each decoded once (RFC 3986, section 2.4). The
/// server's own path decodes everything but <c>%2F</c>, so that <c>a%2Fb</c> and <c>a%252Fb</c> would be the same user.
/// </summary>
internal sealed class PathParameters(RequestDelegate next)
{
    /// <summary>Sets the route values and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && context.Request.RouteValues.Count > 0)
            Set(context, endpoint);
        return next(context);
    }

    private static void Set(HttpContext context, RouteEndpoint endpoint)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        var segments = path.Split('/', StringSplitOptions.None)[1..];

        // Fewer segments matched than were sent: the server resolved dot segments, and its own values stand.
        if (segments.Length != endpoint.RoutePattern.PathSegments.Count)
            return;
        foreach (var (index, segment) in endpoint.RoutePattern.PathSegments.Index())
        {
            if (segment is { IsSimple: true, Parts: [RoutePatternParameterPart parameter] })
                context.Request.RouteValues[parameter.Name] = Uri.UnescapeDataString(segments[index]);
        }
    }
}
