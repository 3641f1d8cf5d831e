using System.Collections.Frozen;
using Activations.Access;
using Activations.Grpc.Configuration;
using Activations.V1;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;

namespace Activations.Grpc.Access;

/// <summary>Who may make which call, as the protos say. Looked up by the request's endpoint.</summary>
internal sealed class RpcRules(ActivationsOptions options)
{
    private const string Health = "/grpc.health.v1.Health/";
    private const string Reflection = "/grpc.reflection.";

    private static readonly FrozenDictionary<string, RpcRule> Own = typeof(AccessExtensions).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor")?.GetMethod is { IsStatic: true } get ? get.Invoke(null, null) : null)
        .OfType<FileDescriptor>()
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods)
        .ToFrozenDictionary(method => $"/{method.Service.FullName}/{method.Name}", RpcRule.Of);

    private readonly RpcRule reflection =
        options.Auth.OpenReflection || options.IsOnLoopback ? RpcRule.Open : RpcRule.AnyApiKey;

    /// <summary>The rule for a request; null where it is for no RPC, and so for everybody.</summary>
    public RpcRule? Of(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName is not { } method)
            return null;
        if (Own.TryGetValue(method, out var rule))
            return rule;
        if (method.StartsWith(Health, StringComparison.Ordinal))
            return RpcRule.Open;
        return method.StartsWith(Reflection, StringComparison.Ordinal) ? reflection : RpcRule.Nobody;
    }
}

/// <summary>Who may make a call.</summary>
/// <param name="Scopes">The scope that an API key needs.</param>
/// <param name="IsForEndUsers">Whether end users may, for themselves.</param>
internal sealed record RpcRule(KeyScopes Scopes, bool IsForEndUsers)
{
    private const string NoRight = "Nobody may make this call.";

    /// <summary>Everybody, without credentials.</summary>
    public static RpcRule Open { get; } = new(KeyScopes.None, IsForEndUsers: true) { IsOpen = true };

    /// <summary>Whoever has an API key.</summary>
    public static RpcRule AnyApiKey { get; } = new(KeyScopes.None, IsForEndUsers: false);

    /// <summary>Nobody.</summary>
    public static RpcRule Nobody { get; } = new(KeyScopes.None, IsForEndUsers: false) { IsClosed = true };

    /// <summary>Whether nobody has to authenticate.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>Whether nobody may.</summary>
    public bool IsClosed { get; private init; }

    /// <summary>Whether API keys may not, whatever their scopes.</summary>
    public bool IsForOperators { get; private init; }

    /// <summary>What the protos say of an RPC.</summary>
    public static RpcRule Of(MethodDescriptor method)
    {
        var options = method.GetOptions();
        var scope = KeyScopeNames.Parse(options?.GetExtension(AccessExtensions.RequiredScope) ?? "");
        return scope == KeyScopes.None
            ? Nobody
            : new RpcRule(scope, options!.GetExtension(AccessExtensions.EndUserAllowed))
            {
                IsForOperators = options.GetExtension(AccessExtensions.OperatorsAlone),
            };
    }

    /// <summary>Why a caller may not make the call; null if they may.</summary>
    public string? RefusalOf(Caller caller)
    {
        if (IsClosed)
            return NoRight;
        if (caller.IsEndUser)
            return IsForEndUsers ? null : "End users may not make this call.";
        if (IsForOperators && !caller.Reach.IsEverything)
            return "Only the service's operator can make this call.";
        return caller.Scopes.HasFlag(Scopes)
            ? null
            : $"The API key lacks the scope '{string.Join("', '", KeyScopeNames.NamesOf(Scopes))}'.";
    }
}
