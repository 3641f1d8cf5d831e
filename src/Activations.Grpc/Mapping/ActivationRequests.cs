using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.V1;
using Google.Protobuf.Collections;
using Microsoft.Extensions.Primitives;

namespace Activations.Grpc.Mapping;

/// <summary>Reads the requests of ActivationService that are more than ids.</summary>
internal static class ActivationRequests
{
    /// <summary>Reads CreateActivation (B1).</summary>
    /// <exception cref="Activations.Errors.InvalidRequestException">Every violation of the request.</exception>
    public static ActivationDraft ToDraft(this CreateActivationRequest request, StringValues idempotencyKey)
    {
        var reader = new RequestReader();
        var draft = new ActivationDraft
        {
            User = reader.User(request.UserId, request.UserIdType, "userId", "userIdType"),
            IntegrationId = reader.Id<IntegrationId>(request.IntegrationId, "integrationId"),
            Connections = ReadBindings(request.Connections, reader),
            DynamicVariables = reader.Json(request.DynamicVariables, DynamicVariables.Path),
            RequestId = ReadRequestId(request, idempotencyKey, reader),
        };
        reader.ThrowIfInvalid();
        return draft;
    }

    private static string? ReadRequestId(
        CreateActivationRequest request, StringValues idempotencyKey, RequestReader reader)
    {
        if (request.HasRequestId)
            reader.Text(request.RequestId, "requestId", UsedRequestId.MaxLength);
        if (idempotencyKey.Count == 0)
            return request.HasRequestId ? request.RequestId : null;

        var key = reader.Text(idempotencyKey.ToString(), "Idempotency-Key", UsedRequestId.MaxLength);
        if (request.HasRequestId && request.RequestId != key)
            reader.Violations.Add("requestId", "differs from the header Idempotency-Key");
        return key;
    }

    private static ImmutableArray<BindingDraft> ReadBindings(
        RepeatedField<ActivationConnectionCreate> connections, RequestReader reader)
    {
        if (connections.Count <= EndUserUsage.MaxConnections)
            return [.. connections.Select((c, index) => ReadBinding(c, FieldPath.Item("connections", index), reader))];
        reader.Violations.Add("connections", $"must have at most {EndUserUsage.MaxConnections:N0} items");
        return [];
    }

    private static BindingDraft ReadBinding(ActivationConnectionCreate connection, string path, RequestReader reader)
    {
        var template = reader.Id<ConnectionTemplateId>(connection.TemplateId, $"{path}.templateId");
        var isExisting = connection.ConnectionId.Length > 0;
        var isNew = connection.Name.Length > 0 || connection.Credentials is not null || connection.Variables.Count > 0;
        if (isExisting == isNew)
        {
            reader.Violations.Add(path, "must have either 'connectionId' or 'name' and 'credentials'");
            return new BindingDraft.ExistingConnection(default(ConnectionId)) { TemplateId = template };
        }

        return isExisting
            ? new BindingDraft.ExistingConnection(
                reader.Id<ConnectionId>(connection.ConnectionId, $"{path}.connectionId"))
            { TemplateId = template }
            : new BindingDraft.NewConnection(ConnectionRequests.ToDraft(
                connection.Name, connection.Credentials, connection.Variables, path, reader))
            { TemplateId = template };
    }
}
