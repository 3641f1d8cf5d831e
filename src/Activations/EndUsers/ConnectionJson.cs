using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>
/// The JSON in which stores keep what a connection holds, the same in every store. Members that a reader does not know
/// are skipped.
/// </summary>
public static class ConnectionJson
{
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText CredentialProperty = JsonEncodedText.Encode("credential");
    private static readonly JsonEncodedText AuthSchemeProperty = JsonEncodedText.Encode("authScheme");

    /// <summary>
    /// Credentials as <c>{"action": […], "trigger": […]}</c>, each <c>{"id", "authScheme", "credential": {"id", "name",
    /// "type", "data"}}</c>. Secret.
    /// </summary>
    /// <param name="credentials">The credentials.</param>
    public static JsonText Write(ConnectionCredentials credentials) => Write(json =>
    {
        Write(json, "action", credentials.Action);
        Write(json, "trigger", credentials.Trigger);
    });

    /// <summary>Variables as <c>{"variables": [{"name", "value"}]}</c>.</summary>
    /// <param name="variables">The variables.</param>
    public static JsonText Write(ImmutableArray<ConnectionVariable> variables) => Write(json =>
    {
        json.WriteStartArray("variables");
        foreach (var variable in variables)
        {
            json.WriteStartObject();
            json.WriteString(Name, variable.Name);
            json.WriteString("value", variable.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Reads what <see cref="Write(ConnectionCredentials)"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    public static ConnectionCredentials ReadCredentials(JsonText json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new ConnectionCredentials(Read(json.Root.GetProperty("action")), Read(json.Root.GetProperty("trigger")));
    }

    /// <summary>Reads what <see cref="Write(ImmutableArray{ConnectionVariable})"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    public static ImmutableArray<ConnectionVariable> ReadVariables(JsonText json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return
        [
            .. json.Root.GetProperty("variables").EnumerateArray()
                .Select(v => new ConnectionVariable(TextOf(v, "name"), TextOf(v, "value"))),
        ];
    }

    private static JsonText Write(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        return JsonText.FromTrustedUtf8(buffer.WrittenSpan.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string property, ImmutableArray<ConnectionCredential> credentials)
    {
        json.WriteStartArray(property);
        foreach (var (id, authScheme, credential) in credentials)
        {
            json.WriteStartObject();
            json.WriteString(Id, id.ToString());
            json.WritePropertyName(AuthSchemeProperty);
            json.WriteRawValue(authScheme.Config.Utf8.Span, skipInputValidation: true);
            json.WriteStartObject(CredentialProperty);
            json.WriteString(Id, credential.Id.ToString());
            json.WriteString(Name, credential.Name);
            json.WriteString("type", credential.Type);
            json.WritePropertyName("data");
            json.WriteRawValue(credential.Data.Utf8.Span, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ImmutableArray<ConnectionCredential> Read(JsonElement credentials) =>
    [
        .. credentials.EnumerateArray().Select(c =>
        {
            var credential = c.GetProperty("credential");
            return new ConnectionCredential(
                Identifiers.Id.Parse<CredentialId>(TextOf(c, "id")),
                new AuthScheme(ObjectOf(c, "authScheme")),
                new Credential(
                    Identifiers.Id.Parse<CredentialId>(TextOf(credential, "id")),
                    TextOf(credential, "name"),
                    TextOf(credential, "type"),
                    ObjectOf(credential, "data")));
        }),
    ];

    private static string TextOf(JsonElement parent, string property) => parent.GetProperty(property).GetString()!;

    private static JsonText ObjectOf(JsonElement parent, string property) =>
        JsonText.FromTrustedText(parent.GetProperty(property).GetRawText());
}
