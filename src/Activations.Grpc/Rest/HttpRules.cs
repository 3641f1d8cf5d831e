using Google.Api;

namespace Activations.Grpc.Rest;

/// <summary>The HTTP rules of the protos.</summary>
internal static class HttpRules
{
    /// <summary>The method and the path of a rule.</summary>
    /// <exception cref="InvalidOperationException">The rule is of a kind that the protos don't use.</exception>
    public static (string Method, string Path) PatternOf(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => (HttpMethods.Get, rule.Get),
        HttpRule.PatternOneofCase.Put => (HttpMethods.Put, rule.Put),
        HttpRule.PatternOneofCase.Post => (HttpMethods.Post, rule.Post),
        HttpRule.PatternOneofCase.Delete => (HttpMethods.Delete, rule.Delete),
        HttpRule.PatternOneofCase.Patch => (HttpMethods.Patch, rule.Patch),
        _ => throw new InvalidOperationException($"The protos have a rule of a kind that is not known: {rule}"),
    };
}
