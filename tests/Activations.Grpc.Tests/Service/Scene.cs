using Activations.Grpc.Tests.Calls;
using Activations.V1;
using DomainConnection = Activations.EndUsers.Connection;
using DomainEndUser = Activations.EndUsers.EndUser;
using DomainIntegration = Activations.Integrations.Integration;

namespace Activations.Grpc.Tests.Service;

/// <summary>
/// An integration with a primary template and one for the mailer, and a user who has a connection for each.
/// </summary>
internal sealed record Scene(
    DomainIntegration Integration, DomainEndUser User, DomainConnection Primary, DomainConnection Mailer)
{
    public string HubId => User.Key.HubId.ToString();

    public string UserId => User.Key.ExternalId;

    public string IntegrationId => Integration.Id.ToString();

    public string PrimaryTemplate => Integration.Templates[0].Id.ToString();

    public string MailerTemplate => Integration.Templates[1].Id.ToString();

    /// <summary>A request that is all right, but for what <paramref name="change"/> does to it.</summary>
    public CreateActivationRequest Request(Action<CreateActivationRequest>? change = null)
    {
        var request = new CreateActivationRequest
        {
            UserId = UserId,
            IntegrationId = IntegrationId,
            Connections =
            {
                new ActivationConnectionCreate { TemplateId = MailerTemplate, ConnectionId = Mailer.Id.ToString() },
            },
            DynamicVariables = Structs.Parse("""{"listName": "Newsletter", "syncHour": 6}"""),
        };
        change?.Invoke(request);
        return request;
    }

    /// <summary>Asks for what the user has activated.</summary>
    public ListEndUserActivationsRequest ListRequest() => new() { HubId = HubId, UserId = UserId };

    /// <summary>A new connection for a template, with credentials for basic authentication.</summary>
    public static ActivationConnectionCreate NewConnection(string template, string password = "open sesame") => new()
    {
        TemplateId = template,
        Name = "My mailer",
        Credentials = new ConnectionCredentialsCreate
        {
            Action =
            {
                new ConnectionCredentialCreate
                {
                    AuthSchemeConfig = new AuthSchemeConfig { Id = "mine", SchemeType = "basic-auth" },
                    Credential = new CredentialCreate
                    {
                        Name = "login",
                        Type = "basic-auth",
                        Data = Structs.Parse($$"""{"username": "me", "password": "{{password}}"}"""),
                    },
                },
            },
        },
        Variables = { new ConnectionVariable { Name = "region", Value = "eu" } },
    };
}
