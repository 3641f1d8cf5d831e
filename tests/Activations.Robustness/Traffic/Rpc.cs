using Activations.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Activations.Robustness.Traffic;

/// <summary>The RPCs by their requests, with their HTTP bindings, as the protos have them.</summary>
internal static class Rpc
{
    private static readonly Dictionary<string, MethodDescriptor> ByRequest = new FileDescriptor[]
        {
            ActivationServiceReflection.Descriptor,
            ConnectionServiceReflection.Descriptor,
            EndUserServiceReflection.Descriptor,
            HubServiceReflection.Descriptor,
            IntegrationServiceReflection.Descriptor,
        }
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods)
        .ToDictionary(method => method.InputType.FullName);

    /// <summary>The RPC that takes a request.</summary>
    public static MethodDescriptor Of(IMessage request) => ByRequest[request.Descriptor.FullName];

    /// <summary>A request over HTTP: the verb, the path with its query, and the body; null where there is none.</summary>
    public static (HttpMethod Verb, string Path, string? Body) OverHttp(IMessage request)
    {
        var rule = Of(request).GetOptions().GetExtension(AnnotationsExtensions.Http);
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            _ => throw new NotSupportedException($"{rule.PatternCase}"),
        };
        var path = template;
        var query = new List<string>();
        foreach (var field in request.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(request);
            if (template.Contains($"{{{field.Name}}}", StringComparison.Ordinal))
                path = path.Replace($"{{{field.Name}}}", Uri.EscapeDataString((string)value), StringComparison.Ordinal);
            else if (rule.Body.Length == 0 && value is bool or int or string && $"{value}" is not ("" or "0" or "False"))
                query.Add($"{field.Name}={Uri.EscapeDataString(value is true ? "true" : $"{value}")}");
        }

        if (query.Count > 0)
            path += "?" + string.Join('&', query);
        return (verb, path, rule.Body == "*" ? JsonFormatter.Default.Format(request) : null);
    }
}
