using Activations.Robustness.Model;
using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Robustness.Traffic;

/// <summary>The model's requests as messages, and messages as its replies.</summary>
internal static class Messages
{
    /// <summary>A request as the message that is sent.</summary>
    public static IMessage ToMessage(this UserRequest request, Scene scene, string user) => request switch
    {
        UserRequest.CreateUser { Connection: var name } => new CreateEndUserRequest
        {
            HubId = scene.HubId,
            ExternalId = user,
            PrimaryConnection = name is null ? null : Connection(name),
        },
        UserRequest.DeleteUser => new DeleteEndUserRequest { HubId = scene.HubId, UserId = user },
        UserRequest.GetUser => new GetEndUserRequest { HubId = scene.HubId, UserId = user },
        UserRequest.Connect connect => new CreateEndUserConnectionRequest
        {
            HubId = scene.HubId,
            UserId = user,
            ConnectorId = connect.Connector,
            Connection = Connection(connect.Name),
        },
        UserRequest.Disconnect disconnect => new DeleteConnectionRequest { ConnectionId = disconnect.Id, Force = disconnect.IsForced },
        UserRequest.Activate activate => ToMessage(activate, user),
        UserRequest.GetActivation get => new GetActivationRequest { ActivationId = get.Id },
        UserRequest.SetVariables set => new UpdateDynamicVariablesRequest
        {
            ActivationId = set.Id,
            DynamicVariables = Variables(set.Variables),
            Etag = set.Etag ?? "",
        },
        UserRequest.Deactivate deactivate => new DeleteActivationRequest { ActivationId = deactivate.Id, Etag = deactivate.Etag ?? "" },
        _ => throw new ArgumentException($"{request} is more than one call.", nameof(request)),
    };

    /// <summary>What a caller knows of a call with this answer.</summary>
    public static Outcome ToOutcome(this Answer answer) => answer switch
    {
        { Lost: { } why } => new Outcome.Unknown(why),
        { Reason: { } reason } => new Outcome.Refused(reason),
        _ => new Outcome.Ok(answer.Reply!.ToReply(answer.IsReplay)),
    };

    /// <summary>What the model can tell of a reply.</summary>
    public static Reply ToReply(this IMessage message, bool isReplay = false) => message switch
    {
        EndUser user => new Reply.User(user.Id, user.PrimaryConnection?.Id ?? "", user.PrimaryConnection?.Name ?? ""),
        Connection connection => new Reply.Connection(connection.Id, connection.Name, connection.ConnectorId),
        ConnectionSummary connection => new Reply.Connection(connection.Id, connection.Name, connection.ConnectorId),
        Activation activation => new Reply.Activation(
            activation.Id,
            activation.Integration.Id,
            [.. activation.Connections.Select(c => (c.ConnectionId, c.Name))],
            Variables(activation.DynamicVariables),
            activation.Etag,
            isReplay),
        UpdateDynamicVariablesResponse updated => new Reply.Updated(Variables(updated.DynamicVariables)),
        Empty => new Reply.Done(),
        _ => throw new ArgumentException($"No call of the model answers {message.Descriptor.Name}.", nameof(message)),
    };

    private static CreateActivationRequest ToMessage(UserRequest.Activate activate, string user)
    {
        var message = new CreateActivationRequest
        {
            UserId = user,
            IntegrationId = activate.Integration.Id,
            DynamicVariables = Variables(activate.Variables),
        };
        if (activate.RequestId is { } requestId)
            message.RequestId = requestId;
        foreach (var (template, binding) in activate.Integration.Templates.Zip(activate.Bindings))
        {
            var bound = new ActivationConnectionCreate { TemplateId = template.Id };
            switch (binding)
            {
                case UserRequest.Binding.Existing(var id):
                    bound.ConnectionId = id;
                    break;
                case UserRequest.Binding.New(var name):
                    bound.Name = name;
                    bound.Credentials = new ConnectionCredentialsCreate();
                    break;
                default:
                    continue;
            }

            message.Connections.Add(bound);
        }

        return message;
    }

    private static ConnectionCreate Connection(string name) => new() { Name = name, Credentials = new ConnectionCredentialsCreate() };

    private static Struct Variables(int value) => new() { Fields = { ["n"] = Value.ForNumber(value) } };

    private static int Variables(Struct variables) => (int)variables.Fields["n"].NumberValue;
}
