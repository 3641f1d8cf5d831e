using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Mapping;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;

namespace Activations.Grpc.Transfer;

/// <summary>Reads a line of an export. All that is wrong with it is found at once.</summary>
/// <param name="schemas">Checks the schemas of integrations.</param>
internal sealed class RecordReader(IVariablesSchemas schemas)
{
    private const int MaxSchemaBytes = 256 * 1024; // as for requests

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    private static readonly ImmutableArray<string> Kinds = ["hub", "integration", "endUser", "connection", "activation"];

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidRequestException">It can't be taken.</exception>
    public TransferRecord Read(string line)
    {
        using var document = Parse(line);
        var reader = new RequestReader();
        var record = new RecordFields(document.RootElement, "", reader).All(Read);
        reader.ThrowIfInvalid();
        return record;
    }

    private static JsonDocument Parse(string line)
    {
        try
        {
            CheckSurrogates(line);
            var document = JsonDocument.Parse(line, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            throw InvalidRequestException.Of("", "is no JSON object");
        }
        catch (JsonException exception)
        {
            throw InvalidRequestException.Of(
                "", $"is no JSON (RFC 8259), or has a member twice, at byte {exception.BytePositionInLine}");
        }
    }

    /// <summary>An escape may stand for half a surrogate pair (RFC 8259, section 8.2), and that is no text.</summary>
    private static void CheckSurrogates(string line)
    {
        if (!line.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            return;
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
        while (json.Read())
        {
            if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !json.ValueIsEscaped)
                continue;
            try
            {
                _ = json.GetString();
            }
            catch (InvalidOperationException)
            {
                throw InvalidRequestException.Of("", $"has half a surrogate pair in the text at byte {json.TokenStartIndex} (RFC 8259, section 8.2)");
            }
        }
    }

    private TransferRecord Read(RecordFields line)
    {
        switch (line.Text("kind"))
        {
            case "header":
                if (line.Count("version") != RecordLines.Version)
                    line.Reader.Violations.Add("version", $"must be {RecordLines.Version}: another release wrote the file");
                return new TransferRecord.Header();
            case "hub":
                return ReadHub(line);
            case "integration":
                return ReadIntegration(line);
            case "endUser":
                return ReadUser(line);
            case "connection":
                return new TransferRecord.OfConnection(ReadOwner(line), ReadConnection(line));
            case "activation":
                return new TransferRecord.OfActivation(ReadOwner(line), ReadActivation(line));
            default:
                throw InvalidRequestException.Of("kind", $"must be one of {string.Join(", ", Kinds)}");
        }
    }

    private static TransferRecord.OfHub ReadHub(RecordFields line)
    {
        var id = line.Id<HubId>("id");
        var hub = new Hub
        {
            Id = id,
            OrganisationId = line.Id<OrganisationId>("organisationId"),
            Name = line.Name("name"),
            PrimaryConnector = line.Object("primaryConnector").All(ReadConnector),
            CreatedAt = line.CreatedAt(id.Value),
            DeletedAt = line.Time("deletedAt"),
        };
        return new TransferRecord.OfHub(hub, line.Flag("isDefault"));
    }

    private TransferRecord.OfIntegration ReadIntegration(RecordFields line)
    {
        var id = line.Id<IntegrationId>("id");
        var schema = line.OptionalJson("variablesSchema");
        if (schema?.ByteCount > MaxSchemaBytes)
            line.Reader.Violations.Add("variablesSchema", "must be at most 256 KiB of JSON");
        else if (line.Reader.Violations.Count == 0 && schema is not null && schemas.CheckSchema(schema) is { } violation)
            line.Reader.Violations.Add(violation.Below("variablesSchema"));
        return new TransferRecord.OfIntegration(new Integration
        {
            Id = id,
            HubId = line.Id<HubId>("hubId"),
            OrganisationId = default,
            Name = line.Name("name"),
            ImageUrl = line.Reader.ImageUrl(line.Text("imageUrl"), "imageUrl"),
            ScreenshotUrl = line.Reader.ImageUrl(line.Text("screenshotUrl"), "screenshotUrl"),
            Description = line.Reader.Description(line.Text("description"), "description"),
            Summary = line.Reader.Description(line.Text("summary"), "summary"),
            VariablesSchema = schema,
            IsDeployed = line.Flag("isDeployed"),
            Templates = [.. line.List("templates", ReadTemplate)],
            CreatedAt = line.CreatedAt(id.Value),
            DeletedAt = line.Time("deletedAt"),
        });
    }

    private static TransferRecord.OfUser ReadUser(RecordFields line)
    {
        var id = line.Id<EndUserId>("id");
        var createdAt = line.CreatedAt(id.Value);
        return new TransferRecord.OfUser(new EndUser
        {
            Id = id,
            Key = new EndUserKey(
                line.Id<HubId>("hubId"), line.Reader.ExternalId(line.Text("externalId"), line.PathOf("externalId"))),
            OrganisationId = default,
            DisplayName = line.Reader.OptionalName(line.Text("displayName"), "displayName"),
            PrimaryConnectionId = line.OptionalId<ConnectionId>("primaryConnectionId"),
            Version = 1,
            Usage = default,
            CreatedAt = createdAt,
            UpdatedAt = line.Time("updatedAt") ?? createdAt,
            Parts = EndUserParts.Profile,
        });
    }

    private static Connection ReadConnection(RecordFields line)
    {
        var id = line.Id<ConnectionId>("id");
        var createdAt = line.CreatedAt(id.Value);
        return new Connection
        {
            Id = id,
            ConnectorId = line.Id<ConnectorId>("connectorId"),
            Name = line.Name("name"),
            Credentials = line.Object("credentials").All(credentials => new ConnectionCredentials(
                [.. credentials.List("action", ReadCredential)], [.. credentials.List("trigger", ReadCredential)])),
            Variables =
            [
                .. line.List("variables", variable => new ConnectionVariable(variable.Name("name"), variable.Text("value"))),
            ],
            CreatedAt = createdAt,
            UpdatedAt = line.Time("updatedAt") ?? createdAt,
        };
    }

    private static Activation ReadActivation(RecordFields line)
    {
        var id = line.Id<ActivationId>("id");
        var createdAt = line.CreatedAt(id.Value);
        return new Activation
        {
            Id = id,
            IntegrationId = line.Id<IntegrationId>("integrationId"),
            Bindings =
            [
                .. line.List("bindings", binding => new Binding(
                    binding.Id<ConnectionTemplateId>("templateId"), binding.Id<ConnectionId>("connectionId"))),
            ],
            DynamicVariables = line.Json("dynamicVariables"),
            Revision = line.Count("revision"),
            CreatedAt = createdAt,
            UpdatedAt = line.Time("updatedAt") ?? createdAt,
        };
    }

    private static EndUserLookup.ById ReadOwner(RecordFields line) =>
        new(line.Id<HubId>("hubId"), line.Id<EndUserId>("userId"));

    private static Connector ReadConnector(RecordFields connector) => new()
    {
        Id = connector.Id<ConnectorId>("id"),
        Name = connector.Reader.OptionalName(connector.Text("name"), connector.PathOf("name")),
        ImageUrl = connector.Reader.ImageUrl(connector.Text("imageUrl"), connector.PathOf("imageUrl")),
        AuthScheme = connector.Scheme("authScheme"),
    };

    private static ConnectionTemplate ReadTemplate(RecordFields template) => new()
    {
        Id = template.Id<ConnectionTemplateId>("id"),
        Connector = template.Object("connector").All(ReadConnector),
        IsUsed = template.Flag("isUsed"),
        IsPrimary = false,
    };

    private static ConnectionCredential ReadCredential(RecordFields fields) => new(
        fields.Id<CredentialId>("id"),
        fields.Scheme("authScheme"),
        fields.Object("credential").All(ReadCredentialItself));

    private static Credential ReadCredentialItself(RecordFields credential)
    {
        var type = credential.Text("type");
        if (!CredentialTypes.All.Contains(type))
            credential.Reader.Violations.Add(credential.PathOf("type"), $"must be one of {string.Join(", ", CredentialTypes.All)}");
        return new Credential(credential.Id<CredentialId>("id"), credential.Name("name"), type, credential.Secret("data"));
    }
}
