using Activations.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf;

namespace Activations.Grpc.Tests.Access;

/// <summary>What a caller gets who is who they say, but should not get at what they ask for.</summary>
internal enum Outcome
{
    /// <summary>NOT_FOUND, as for what does not exist.</summary>
    NotFound,

    /// <summary>PERMISSION_DENIED.</summary>
    Denied,

    /// <summary>A list without what they may not see.</summary>
    Hidden,

    /// <summary>It is theirs to see as well.</summary>
    Allowed,
}

/// <summary>A call that the right caller makes with success, on the objects of a scene.</summary>
/// <param name="Request">The request.</param>
internal sealed record CallCase(Func<AccessScene, IMessage> Request)
{
    /// <summary>What an API key of another hub of the organisation gets.</summary>
    public Outcome OtherHub { get; init; }

    /// <summary>What an API key of another organisation gets.</summary>
    public Outcome OtherOrganisation { get; init; }

    /// <summary>What a token of another user of the hub gets.</summary>
    public Outcome OtherUser { get; init; }

    /// <summary>The external id of the end user who may make the call.</summary>
    public string Subject { get; init; } = AccessScene.Ann;

    /// <summary>What an API key needs beside the scope that the proto names.</summary>
    public KeyScopes AlsoNeeds { get; init; }

    /// <summary>Whether an API key of the hub alone is enough.</summary>
    public bool IsForHubKeys { get; init; } = true;

    /// <summary>Whether the organisation is one that the caller names rightly in any case.</summary>
    public bool IsOrganisationKnown { get; init; }

    /// <summary>Whether no API key is enough.</summary>
    public bool IsForOperators { get; init; }
}

/// <summary>Every call, by the name of its RPC. A call that is missing here fails the tests.</summary>
internal static class CallTable
{
    private static readonly Dictionary<string, CallCase> Cases = new()
    {
        ["CreateActivation"] = new(s => new CreateActivationRequest { UserId = AccessScene.Ann, IntegrationId = s.Fresh.Id }),
        ["GetActivation"] = new(s => new GetActivationRequest { ActivationId = s.Bound.Activation.Id }),
        ["ResolveActivation"] = new(s => new ResolveActivationRequest { ActivationId = s.Bound.Activation.Id }),
        ["DeleteActivation"] = new(s => new DeleteActivationRequest { ActivationId = s.Bound.Activation.Id }),
        ["UpdateDynamicVariables"] = new(s => new UpdateDynamicVariablesRequest
        {
            ActivationId = s.Bound.Activation.Id,
            DynamicVariables = Structs.Parse("""{"a": 1}"""),
        }),
        ["ListActivations"] = new(s => new ListActivationsRequest { HubId = s.HubId }),
        ["ListEndUserActivations"] = new(s => new ListEndUserActivationsRequest { HubId = s.HubId, UserId = AccessScene.Ann }),
        ["GetUserVariables"] = new(s => new GetUserVariablesRequest
        {
            IntegrationId = s.Bound.Integration.Id,
            UserId = AccessScene.Ann,
        }),
        ["UpdateUserVariables"] = new(s => new UpdateUserVariablesRequest
        {
            IntegrationId = s.Bound.Integration.Id,
            UserId = AccessScene.Ann,
            DynamicVariables = Structs.Parse("""{"a": 1}"""),
        }),

        ["CreateHub"] = new(s => new CreateHubRequest
        {
            OrganisationId = s.Organisation,
            Name = "Another",
            PrimaryConnectorId = Catalogue.NewId(),
            AuthSchemeConfig = Samples.ApiKey(),
        })
        {
            OtherHub = Outcome.Denied,
            OtherOrganisation = Outcome.Denied,
            IsForHubKeys = false,
        },
        ["GetHub"] = new(s => new GetHubRequest { HubId = s.HubId }) { OtherUser = Outcome.Allowed },
        ["UpdateHub"] = new(s => new UpdateHubRequest { HubId = s.HubId, Name = "Renamed" }),
        ["DeleteHub"] = new(s => new DeleteHubRequest { HubId = s.HubId }),
        ["ListHubs"] = new(s => new ListHubsRequest { OrganisationId = s.Organisation })
        {
            OtherHub = Outcome.Hidden,
            OtherOrganisation = Outcome.Hidden,
        },

        ["CreateEndUser"] = new(s => new CreateEndUserRequest { HubId = s.HubId, ExternalId = "new-user" })
        {
            OtherUser = Outcome.Denied,
            Subject = "new-user",
        },
        ["GetEndUser"] = new(s => new GetEndUserRequest { HubId = s.HubId, UserId = AccessScene.Ann }),
        ["DeleteEndUser"] = new(s => new DeleteEndUserRequest { HubId = s.HubId, UserId = AccessScene.Ann }),
        ["ListEndUsers"] = new(s => new ListEndUsersRequest { HubId = s.HubId }),

        ["CreateEndUserConnection"] = new(s => new CreateEndUserConnectionRequest
        {
            HubId = s.HubId,
            UserId = AccessScene.Ann,
            ConnectorId = s.Api.Mailer,
            Connection = Samples.Connection(),
        }),
        ["ListEndUserConnections"] = new(s => new ListEndUserConnectionsRequest { HubId = s.HubId, UserId = AccessScene.Ann }),
        ["GetEndUserConnection"] = new(s => new GetEndUserConnectionRequest
        {
            ConnectionTemplateId = s.Bound.Template.Id,
            UserId = AccessScene.Ann,
        }),
        ["GetConnection"] = new(s => new GetConnectionRequest { ConnectionId = s.Bound.Connection.Id }),
        ["UpdateConnection"] = new(s => new UpdateConnectionRequest { ConnectionId = s.Bound.Connection.Id, Name = "Renamed" }),
        ["DeleteConnection"] = new(s => new DeleteConnectionRequest { ConnectionId = s.Bound.Connection.Id, Force = true }),

        ["CreateIntegration"] = new(s => new CreateIntegrationRequest
        {
            HubId = s.HubId,
            OrganisationId = s.Organisation,
            Name = "Another",
        }),
        ["ListIntegrations"] = new(s => new ListIntegrationsRequest { HubId = s.HubId }),
        ["GetIntegration"] = new(s => new GetIntegrationRequest { IntegrationId = s.Fresh.Id }),
        ["UpdateIntegration"] = new(s => new UpdateIntegrationRequest { IntegrationId = s.Fresh.Id, Name = "Renamed" }),
        ["DeleteIntegration"] = new(s => new DeleteIntegrationRequest { IntegrationId = s.Idle.Id }),
        ["DeployIntegration"] = new(s => new DeployIntegrationRequest { IntegrationId = s.Idle.Id }),
        ["UndeployIntegration"] = new(s => new UndeployIntegrationRequest { IntegrationId = s.Fresh.Id }),
        ["CreateConnectionTemplate"] = new(s => new CreateConnectionTemplateRequest
        {
            IntegrationId = s.Fresh.Id,
            ConnectorId = s.Api.Mailer,
            AuthSchemeConfig = Samples.ApiKey(),
        }),
        ["ListConnectionTemplates"] = new(s => new ListConnectionTemplatesRequest { IntegrationId = s.Bound.Integration.Id }),
        ["UpdateIntegrationMetadata"] = new(s => new UpdateIntegrationMetadataRequest { IntegrationId = s.Bound.Integration.Id }),

        ["ListEndUserIntegrations"] = new(s => new ListEndUserIntegrationsRequest { HubId = s.HubId, UserId = AccessScene.Ann }),
        ["GetEmbeddedIntegration"] = new(s => new GetEmbeddedIntegrationRequest
        {
            HubId = s.HubId,
            UserId = AccessScene.Ann,
            IntegrationId = s.Bound.Integration.Id,
        }),

        ["CreateApiKey"] = new(s => new CreateApiKeyRequest
        {
            Name = "Another",
            OrganisationId = s.Organisation,
            HubIds = { s.HubId },
            Scopes = { "admin" },
        })
        {
            OtherOrganisation = Outcome.Denied,
            IsOrganisationKnown = true,
        },
        ["ListApiKeys"] = new(s => new ListApiKeysRequest { OrganisationId = s.Organisation })
        {
            OtherHub = Outcome.Hidden,
            OtherOrganisation = Outcome.Hidden,
        },
        ["RevokeApiKey"] = new(s => new RevokeApiKeyRequest { ApiKeyId = s.KeyId }),
        ["CreateSigningKey"] = new(s => new CreateSigningKeyRequest
        {
            HubId = s.HubId,
            Name = "Another",
            PublicKey = s.Signing.PublicKey.ExportSubjectPublicKeyInfoPem(),
        })
        {
            AlsoNeeds = KeyScopes.Read | KeyScopes.Write,
        },
        ["ListSigningKeys"] = new(s => new ListSigningKeysRequest { HubId = s.HubId }),
        ["DeleteSigningKey"] = new(s => new DeleteSigningKeyRequest { SigningKeyId = s.Signing.Id }),
        ["RotateSecrets"] = new(_ => new RotateSecretsRequest())
        {
            OtherHub = Outcome.Denied,
            OtherOrganisation = Outcome.Denied,
            IsForOperators = true,
        },
        ["ExportRecords"] = new(_ => new ExportRecordsRequest())
        {
            OtherHub = Outcome.Denied,
            OtherOrganisation = Outcome.Denied,
            IsForOperators = true,
        },
        ["ImportRecords"] = new(_ => new ImportRecordsRequest { Lines = { """{"kind":"header","version":1}""" } })
        {
            OtherHub = Outcome.Denied,
            OtherOrganisation = Outcome.Denied,
            IsForOperators = true,
        },
    };

    /// <summary>The call of an RPC.</summary>
    public static CallCase Of(string rpc)
    {
        Assert.True(Cases.TryGetValue(rpc, out var found), $"The RPC {rpc} has no line in the table of calls.");
        return found;
    }
}
