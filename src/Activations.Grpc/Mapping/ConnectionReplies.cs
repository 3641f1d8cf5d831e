using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Identifiers;
using Google.Protobuf.WellKnownTypes;
using DomainConnection = Activations.EndUsers.Connection;
using DomainSummary = Activations.EndUsers.ConnectionSummary;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Connections as messages. Secrets print as empty strings.</summary>
internal static class ConnectionReplies
{
    private static readonly Timestamp Epoch = new();

    /// <summary>A connection; <paramref name="organisation"/> owns its user's hub.</summary>
    public static Proto.Connection ToProto(this DomainConnection connection, OrganisationId organisation)
    {
        var credentials = new Proto.ConnectionCredentials();
        credentials.Action.AddRange(connection.Credentials.Action.Select(c => c.ToProto(organisation)));
        credentials.Trigger.AddRange(connection.Credentials.Trigger.Select(c => c.ToProto(organisation)));
        var reply = new Proto.Connection
        {
            Id = connection.Id.ToString(),
            Name = connection.Name,
            Credentials = credentials,
            CreatedAt = connection.CreatedAt.ToTimestamp(),
            UpdatedAt = connection.UpdatedAt.ToTimestamp(),
            ConnectorId = connection.ConnectorId.ToString(),
        };
        reply.Variables.AddRange(connection.Variables.Select(
            v => new Proto.ConnectionVariable { Name = v.Name, Value = v.Value }));
        return reply;
    }

    /// <summary>What a user without a primary connection answers, since callers expect one to be there.</summary>
    public static Proto.Connection None() => new()
    {
        Credentials = new Proto.ConnectionCredentials(),
        CreatedAt = Epoch,
        UpdatedAt = Epoch,
    };

    /// <summary>A row of a list.</summary>
    public static Proto.ConnectionSummary ToProto(this DomainSummary row) => new()
    {
        Id = row.Id.ToString(),
        Name = row.Name,
        CreatedAt = row.CreatedAt.ToTimestamp(),
        UpdatedAt = row.UpdatedAt.ToTimestamp(),
        ConnectorId = row.ConnectorId.ToString(),
    };

    private static Proto.ConnectionCredential ToProto(
        this EndUsers.ConnectionCredential credential, OrganisationId organisation) => new()
        {
            Id = credential.Id.ToString(),
            AuthSchemeConfig = credential.AuthScheme.ToProto(),
            Credential = new Proto.Credential
            {
                Id = credential.Credential.Id.ToString(),
                OrganisationId = organisation.ToString(),
                Type = credential.Credential.Type,
                Name = credential.Credential.Name,
                Data = Redact(credential.Credential.Type, StructJson.ToStruct(credential.Credential.Data)),
            },
        };

    /// <summary>
    /// The members of credential data, without their values. One whose type has no empty value is left out, so that callers
    /// can read the rest.
    /// </summary>
    private static Struct Redact(string type, Struct data)
    {
        foreach (var (name, value) in data.Fields.ToImmutableArray())
        {
            if (!CredentialTypes.HasEmptyValue(type, name))
                data.Fields.Remove(name);
            else
                data.Fields[name] = value.KindCase == Value.KindOneofCase.ListValue ? Value.ForList() : Value.ForString("");
        }

        return data;
    }
}
