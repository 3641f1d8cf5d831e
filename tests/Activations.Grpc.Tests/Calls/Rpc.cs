using Activations.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Calls;

/// <summary>What the protos say of each RPC. A request message belongs to one RPC only.</summary>
internal static class Rpc
{
    private static readonly Dictionary<MessageDescriptor, MethodDescriptor> ByRequest =
        All().ToDictionary(method => method.InputType);

    /// <summary>Every RPC of the contract.</summary>
    public static IEnumerable<MethodDescriptor> All() =>
        typeof(ActivationServiceReflection).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", typeof(FileDescriptor))?.GetValue(null))
            .Cast<FileDescriptor?>()
            .SelectMany(file => file?.Services ?? [])
            .SelectMany(service => service.Methods);

    /// <summary>The RPC that takes a request.</summary>
    public static MethodDescriptor Of(IMessage request) => ByRequest[request.Descriptor];

    /// <summary>Its binding to HTTP.</summary>
    public static HttpRule RuleOf(MethodDescriptor method) => method.GetOptions().GetExtension(AnnotationsExtensions.Http);

    /// <summary>The method and the path template of a binding.</summary>
    public static (HttpMethod Method, string Path) Pattern(this HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
        HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
        HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
        HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
        HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
        _ => throw new ArgumentException("A rule that the tests don't know.", nameof(rule)),
    };

    /// <summary>The HTTP status of success.</summary>
    public static int SuccessStatusOf(MethodDescriptor method)
    {
        if (method.OutputType == Empty.Descriptor)
            return 204;
        var status = method.GetOptions().GetExtension(SuccessStatusExtensions.SuccessStatus);
        return status == 0 ? 200 : status;
    }
}
