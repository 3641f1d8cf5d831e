using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Activations.Integrations;

namespace Activations.EndUsers;

/// <summary>
/// Tells whether two requests with the same request id are the same: a SHA-256 over what the request says, in which the
/// order of JSON members does not matter. Secrets (credential data, and those of an auth scheme) are left
/// out, so that no hash of a password is ever stored. The user is left out too: request ids belong to a user.
/// </summary>
public static class RequestFingerprint
{
    /// <summary>The fingerprint of a request; 32 bytes.</summary>
    /// <param name="draft">The request.</param>
    public static ImmutableArray<byte> Of(ActivationDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(draft.IntegrationId.ToString());
            Write(json, draft.DynamicVariables.Root, leaveOut: []);
            foreach (var binding in draft.Connections)
                Write(json, binding);
            json.WriteEndArray();
        }

        return [.. SHA256.HashData(buffer.WrittenSpan)];
    }

    private static void Write(Utf8JsonWriter json, BindingDraft binding)
    {
        json.WriteStringValue(binding.TemplateId.ToString());
        switch (binding)
        {
            case BindingDraft.ExistingConnection existing:
                json.WriteStringValue(existing.ConnectionId.ToString());
                break;
            case BindingDraft.NewConnection { Connection: var connection }:
                Write(json, connection);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ConnectionDraft connection)
    {
        json.WriteStartArray();
        json.WriteStringValue(connection.Name);
        Write(json, connection.Action);
        Write(json, connection.Trigger);
        foreach (var variable in connection.Variables)
        {
            json.WriteStringValue(variable.Name);
            json.WriteStringValue(variable.Value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<CredentialDraft> credentials)
    {
        json.WriteStartArray();
        foreach (var credential in credentials)
        {
            json.WriteStringValue(credential.Name);
            json.WriteStringValue(credential.Type);
            Write(json, credential.AuthScheme.Config.Root, AuthScheme.SecretMembers);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, ImmutableArray<string> leaveOut)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    if (leaveOut.Contains(member.Name))
                        continue;
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, leaveOut);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, leaveOut);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
