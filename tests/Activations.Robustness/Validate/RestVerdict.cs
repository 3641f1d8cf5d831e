using System.Text;
using System.Text.Json;
using Activations.Robustness.Traffic.Fuzz;

namespace Activations.Robustness.Validate;

/// <summary>Whether an answer over REST is one that the product promises, whatever was asked.</summary>
internal static class RestVerdict
{
    private static readonly string[] Members = ["code", "message", "fields", "details", "metadata", "traceId"];

    /// <summary>What the server answers by itself to what is not HTTP, before the service sees it: without a body.</summary>
    private static readonly int[] OfTheServer = [400, 405, 408, 411, 413, 414, 431, 501, 505];

    /// <summary>What is wrong; null if nothing is.</summary>
    public static string? Of(RestRequest request, HttpAnswer? answer)
    {
        if (answer is null)
            return request.IsMalformed ? null : "The connection was closed without an answer.";
        if (request.IsMalformed && answer.Body.Length == 0 && OfTheServer.Contains(answer.Status))
            return null;
        return Of(answer.Status, answer.ContentType, answer.Body, request.Method == "HEAD", request.Headers.Any(IsTimeout));
    }

    /// <summary>What is wrong with an answer of this status and body; null if nothing is.</summary>
    public static string? Of(int status, string? contentType, byte[] body, bool isHead, bool hasDeadline)
    {
        var text = Encoding.UTF8.GetString(body);
        if (status >= 500 && !(status == 504 && hasDeadline))
            return $"The status is {status}: {text}";
        if (status < 400 || isHead)
            return null;
        if (contentType != "application/json; charset=utf-8")
            return $"A failure ({status}) has the content type '{contentType}': {text}";
        return BodyProblem(text) ?? (Leaks.In(text) is { } leak ? $"The answer tells of the inside ({leak}): {text}" : null);
    }

    private static bool IsTimeout((string Name, string Value) header) =>
        header.Name.Equals("grpc-timeout", StringComparison.OrdinalIgnoreCase);

    private static string? BodyProblem(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var isWhole = json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject().Select(member => member.Name).SequenceEqual(Members)
                && json.RootElement.GetProperty("code").GetString() is { Length: > 0 }
                && json.RootElement.GetProperty("message").GetString() is { Length: > 0 };
            return isWhole ? null : $"The body of a failure is another one: {text}";
        }
        catch (JsonException)
        {
            return $"The body of a failure is not JSON: '{text}'";
        }
    }
}
