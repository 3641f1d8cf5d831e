using Activations.V1;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>What the protos say of each RPC: nothing is known of the contract but by reflection.</summary>
internal static class Rpcs
{
    /// <summary>Of the service's own contract.</summary>
    public static MethodDescriptor[] Own { get; } =
    [
        .. typeof(ActivationServiceReflection).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor")?.GetMethod is { IsStatic: true } get ? get.Invoke(null, null) : null)
            .OfType<FileDescriptor>()
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods)
            .OrderBy(method => method.FullName, StringComparer.Ordinal),
    ];

    /// <summary>Of gRPC's own services, but for the one that never ends.</summary>
    public static MethodDescriptor[] Common { get; } =
        [Health.Descriptor.FindMethodByName("Check"), ServerReflection.Descriptor.FindMethodByName("ServerReflectionInfo")];

    /// <summary>The path over gRPC.</summary>
    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    /// <summary>Whether a call takes something away that other calls need.</summary>
    public static bool TakesAway(MethodDescriptor method) =>
        method.Name.StartsWith("Delete", StringComparison.Ordinal) || method.Name is "UndeployIntegration" or "RevokeApiKey" or "UpdateIntegrationMetadata";

    /// <summary>How often a call is made, as a share of the usual: what would fill the store, or reads all of it, is made less.</summary>
    public static double WeightOf(MethodDescriptor method) => method.Name switch
    {
        "RotateSecrets" => 0.05,
        "ServerReflectionInfo" => 0.2,
        "CreateHub" or "CreateIntegration" or "CreateConnectionTemplate" or "CreateApiKey" or "CreateSigningKey" => 0.3,
        "DeleteEndUser" or "DeleteHub" => 0.3,
        "CreateEndUser" or "CreateActivation" => 3,
        _ => 1,
    };

    /// <summary>The binding to HTTP: the method, the path template and which field is the body.</summary>
    public static (string Method, string Path, string Body) BindingOf(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get, rule.Body),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post, rule.Body),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put, rule.Body),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch, rule.Body),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete, rule.Body),
            _ => throw new InvalidOperationException($"The protos have a rule of a kind that is not known: {rule}"),
        };
    }
}
