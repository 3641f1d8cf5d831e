using System.Buffers;
using System.Text;
using Activations.Grpc.Errors;
using Activations.Grpc.OpenApi;
using Activations.V1;
using Microsoft.AspNetCore.Http.Features;

namespace Activations.Grpc.Rest;

/// <summary>
/// Takes path parameters from the request target as it was sent, each decoded once (RFC 3986, section 2.4). The server's
/// own path decodes everything but <c>%2F</c>, so that <c>a%2Fb</c> and <c>a%252Fb</c> would be the same user; and it
/// resolves dot segments, so that deleting the user <c>..</c> would delete the hub. Such a target means nothing here.
/// </summary>
internal static class PathParameters
{
    /// <summary>Has paths routed as they were sent, and decodes the parameters that the router found.</summary>
    public static void UsePathsAsTheyWereSent(this WebApplication app)
    {
        app.Use(KeepPathAsync);
        app.UseRouting();
        app.Use(DecodeAsync);
    }

    private static Task KeepPathAsync(HttpContext context, RequestDelegate next)
    {
        if (!RestErrors.IsRest(context))
            return next(context);

        var path = PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var segments = path.Split('/')[1..];
        if (path != DocumentationEndpoints.PagePath && FailureOf(segments) is { } failure)
        {
            context.Features.Set(failure);
            return Task.CompletedTask;
        }

        context.Request.Path = new PathString(path); // as a text it would be decoded
        return next(context);
    }

    private static Failure? FailureOf(string[] segments)
    {
        if (!segments.All(IsWellEncoded))
            return new Failure(ErrorReason.InvalidArgument, "The path is not percent-encoded UTF-8 (RFC 3986).");
        // Nor does a slash at the end mean anything: behind /users it is the user without an id, not all of them.
        return segments is [_, .., ""] || segments.Any(IsDotSegment)
            ? new Failure(ErrorReason.NotFound, "There is no such path.")
            : null;
    }

    private static Task DecodeAsync(HttpContext context, RequestDelegate next)
    {
        if (RestErrors.IsRest(context))
        {
            foreach (var (name, value) in context.Request.RouteValues.Where(v => v.Value is string).ToList())
                context.Request.RouteValues[name] = Uri.UnescapeDataString((string)value!);
        }

        return next(context);
    }

    /// <summary>The path of a target in origin form or in absolute form (RFC 9112, section 3.2).</summary>
    private static string PathOf(string target)
    {
        if (!target.StartsWith('/'))
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            var start = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
            target = start < 0 ? "/" : target[start..];
        }

        return target.Split('?', 2)[0];
    }

    private static bool IsDotSegment(string segment) => Uri.UnescapeDataString(segment) is "." or "..";

    /// <summary>Whether every percent sign begins an escape, and the escapes are characters.</summary>
    private static bool IsWellEncoded(string segment)
    {
        if (!segment.Contains('%', StringComparison.Ordinal))
            return true;
        var bytes = new ArrayBufferWriter<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                Encoding.UTF8.GetBytes(segment.AsSpan(i, 1), bytes);
                continue;
            }

            if (segment.Length < i + 3 || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2]))
                return false;
            bytes.Write([Convert.ToByte(segment.Substring(i + 1, 2), 16)]);
            i += 2;
        }

        return System.Text.Unicode.Utf8.IsValid(bytes.WrittenSpan);
    }
}
