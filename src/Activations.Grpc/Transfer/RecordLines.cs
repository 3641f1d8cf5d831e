using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using JsonText = Activations.Json.JsonText;

namespace Activations.Grpc.Transfer;

/// <summary>Writes records as lines of JSON (RFC 8259). Secrets are written as the record holds them.</summary>
internal static class RecordLines
{
    /// <summary>The version of the form of the lines.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the file is.</summary>
    public static string Header { get; } = Line("header", json => json.WriteNumber("version", Version));

    /// <summary>A hub, or its tombstone.</summary>
    public static string Of(Hub hub, bool isDefault) => Line("hub", json =>
    {
        json.WriteString("id", $"{hub.Id}");
        json.WriteString("organisationId", $"{hub.OrganisationId}");
        json.WriteString("name", hub.Name);
        Write(json, "primaryConnector", hub.PrimaryConnector);
        if (isDefault)
            json.WriteBoolean("isDefault", true);
        Write(json, "createdAt", hub.CreatedAt);
        Write(json, "deletedAt", hub.DeletedAt);
    });

    /// <summary>An integration, or its tombstone.</summary>
    public static string Of(Integration integration) => Line("integration", json =>
    {
        json.WriteString("id", $"{integration.Id}");
        json.WriteString("hubId", $"{integration.HubId}");
        json.WriteString("name", integration.Name);
        WriteUnlessEmpty(json, "imageUrl", integration.ImageUrl);
        WriteUnlessEmpty(json, "screenshotUrl", integration.ScreenshotUrl);
        WriteUnlessEmpty(json, "description", integration.Description);
        WriteUnlessEmpty(json, "summary", integration.Summary);
        json.WriteBoolean("isDeployed", integration.IsDeployed);
        if (integration.VariablesSchema is { } schema)
            Write(json, "variablesSchema", schema);
        json.WriteStartArray("templates");
        foreach (var template in integration.Templates)
        {
            json.WriteStartObject();
            json.WriteString("id", $"{template.Id}");
            json.WriteBoolean("isUsed", template.IsUsed);
            Write(json, "connector", template.Connector);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "createdAt", integration.CreatedAt);
        Write(json, "deletedAt", integration.DeletedAt);
    });

    /// <summary>The profile of an end user.</summary>
    public static string Of(EndUser user) => Line("endUser", json =>
    {
        json.WriteString("id", $"{user.Id}");
        json.WriteString("hubId", $"{user.Key.HubId}");
        json.WriteString("externalId", user.Key.ExternalId);
        WriteUnlessEmpty(json, "displayName", user.DisplayName);
        if (user.PrimaryConnectionId is { } primary)
            json.WriteString("primaryConnectionId", $"{primary}");
        Write(json, "createdAt", user.CreatedAt);
        Write(json, "updatedAt", user.UpdatedAt);
    });

    /// <summary>A connection of an end user.</summary>
    public static string Of(EndUser user, Connection connection) => Line("connection", json =>
    {
        json.WriteString("id", $"{connection.Id}");
        WriteOwner(json, user);
        json.WriteString("connectorId", $"{connection.ConnectorId}");
        json.WriteString("name", connection.Name);
        Write(json, "credentials", ConnectionJson.Write(connection.Credentials));
        if (!connection.Variables.IsEmpty)
        {
            json.WritePropertyName("variables");
            json.WriteRawValue(ConnectionJson.Write(connection.Variables).Root.GetProperty("variables").GetRawText());
        }

        Write(json, "createdAt", connection.CreatedAt);
        Write(json, "updatedAt", connection.UpdatedAt);
    });

    /// <summary>An activation of an end user.</summary>
    public static string Of(EndUser user, Activation activation) => Line("activation", json =>
    {
        json.WriteString("id", $"{activation.Id}");
        WriteOwner(json, user);
        json.WriteString("integrationId", $"{activation.IntegrationId}");
        json.WriteStartArray("bindings");
        foreach (var (template, connection) in activation.Bindings)
        {
            json.WriteStartObject();
            json.WriteString("templateId", $"{template}");
            json.WriteString("connectionId", $"{connection}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "dynamicVariables", activation.DynamicVariables);
        json.WriteNumber("revision", activation.Revision);
        Write(json, "createdAt", activation.CreatedAt);
        Write(json, "updatedAt", activation.UpdatedAt);
    });

    private static string Line(string kind, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            writeMembers(json);
            json.WriteEndObject();
        }

        // What is kept as it was sent may hold line breaks between its tokens; within a string JSON has none.
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace('\n', ' ').Replace('\r', ' ');
    }

    private static void WriteOwner(Utf8JsonWriter json, EndUser user)
    {
        json.WriteString("hubId", $"{user.Key.HubId}");
        json.WriteString("userId", $"{user.Id}");
    }

    private static void Write(Utf8JsonWriter json, string name, Connector connector)
    {
        json.WriteStartObject(name);
        json.WriteString("id", $"{connector.Id}");
        json.WriteString("name", connector.Name);
        WriteUnlessEmpty(json, "imageUrl", connector.ImageUrl);
        Write(json, "authScheme", connector.AuthScheme.Config);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, JsonText text)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(text.Utf8.Span, skipInputValidation: true);
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteString(name, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
            json.WriteString(name, text);
    }
}
