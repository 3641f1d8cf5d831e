using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using DomainActivation = Activations.EndUsers.Activation;
using DomainConnection = Activations.EndUsers.Connection;
using DomainEndUser = Activations.EndUsers.EndUser;
using DomainIntegration = Activations.Integrations.Integration;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>The domain's records as messages. Secrets print as empty strings.</summary>
internal static class Replies
{
    private static readonly Timestamp Epoch = new();

    /// <summary>An activation with its user and its integration.</summary>
    public static Proto.Activation ToProto(
        this DomainActivation activation, DomainEndUser user, DomainIntegration integration)
    {
        var reply = new Proto.Activation
        {
            Id = activation.Id.ToString(),
            User = user.ToProto(),
            HubId = user.Key.HubId.ToString(),
            Integration = integration.ToSummary(isActivated: true),
            DynamicVariables = StructJson.ToStruct(activation.DynamicVariables),
            CreatedAt = activation.CreatedAt.ToTimestamp(),
            UpdatedAt = activation.UpdatedAt.ToTimestamp(),
            Etag = activation.Etag,
        };
        reply.Connections.AddRange(activation.Bindings.Select(binding => new BoundConnection
        {
            TemplateId = binding.TemplateId.ToString(),
            ConnectionId = binding.ConnectionId.ToString(),
            Name = user.FindConnection(binding.ConnectionId)?.Name ?? "",
        }));
        return reply;
    }

    /// <summary>An activation as the embedded page lists it.</summary>
    public static EndUserActivation ToEndUserActivation(this ListedActivation row, DomainIntegration integration) => new()
    {
        Id = row.Activation.Id.ToString(),
        HubId = row.User.Key.HubId.ToString(),
        Integration = integration.ToSummary(isActivated: true),
    };

    private static Proto.EndUser ToProto(this DomainEndUser user) => new()
    {
        Id = user.Id.ToString(),
        ExternalId = user.Key.ExternalId,
        DisplayName = user.DisplayName,
        HubId = user.Key.HubId.ToString(),
        PrimaryConnection = user.PrimaryConnection?.ToProto(user) ?? NoConnection(),
        CreatedAt = user.CreatedAt.ToTimestamp(),
        UpdatedAt = user.UpdatedAt.ToTimestamp(),
    };

    private static EmbeddedIntegrationSummary ToSummary(this DomainIntegration integration, bool isActivated) => new()
    {
        Id = integration.Id.ToString(),
        Name = integration.Name,
        ImageUrl = integration.ImageUrl,
        Description = integration.Description,
        VariablesSchema = integration.VariablesSchema is { } schema ? StructJson.ToStruct(schema) : null,
        IsDeployed = integration.IsDeployed,
        IsActivated = isActivated,
    };

    private static Proto.Connection ToProto(this DomainConnection connection, DomainEndUser user)
    {
        var credentials = new Proto.ConnectionCredentials();
        credentials.Action.AddRange(connection.Credentials.Action.Select(c => c.ToProto(user)));
        credentials.Trigger.AddRange(connection.Credentials.Trigger.Select(c => c.ToProto(user)));
        var reply = new Proto.Connection
        {
            Id = connection.Id.ToString(),
            Name = connection.Name,
            Credentials = credentials,
            CreatedAt = connection.CreatedAt.ToTimestamp(),
            UpdatedAt = connection.UpdatedAt.ToTimestamp(),
        };
        reply.Variables.AddRange(connection.Variables.Select(
            v => new Proto.ConnectionVariable { Name = v.Name, Value = v.Value }));
        return reply;
    }

    private static Proto.ConnectionCredential ToProto(this EndUsers.ConnectionCredential credential, DomainEndUser user) => new()
    {
        Id = credential.Id.ToString(),
        AuthSchemeConfig = credential.AuthScheme.ToProto(),
        Credential = new Proto.Credential
        {
            Id = credential.Credential.Id.ToString(),
            OrganisationId = user.OrganisationId.ToString(),
            Type = credential.Credential.Type,
            Name = credential.Credential.Name,
            Data = Redact(StructJson.ToStruct(credential.Credential.Data)),
        },
    };

    /// <summary>The members of credential data, without their values.</summary>
    private static Struct Redact(Struct data)
    {
        foreach (var name in data.Fields.Keys.ToImmutableArray())
        {
            data.Fields[name] = data.Fields[name].KindCase == Value.KindOneofCase.ListValue
                ? Value.ForList()
                : Value.ForString("");
        }

        return data;
    }

    /// <summary>What a user without a primary connection answers, since callers expect one to be there.</summary>
    private static Proto.Connection NoConnection() => new()
    {
        Credentials = new Proto.ConnectionCredentials(),
        CreatedAt = Epoch,
        UpdatedAt = Epoch,
    };
}
