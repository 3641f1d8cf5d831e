using Activations.EndUsers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.Builders;

/// <summary>Requests to activate.</summary>
internal static class Drafts
{
    /// <summary>A request that only names the integration and what to bind.</summary>
    public static ActivationDraft Of(Integration integration, params BindingDraft[] bindings) => new()
    {
        User = new EndUserReference("demo-user", default),
        IntegrationId = integration.Id,
        Connections = [.. bindings],
        DynamicVariables = JsonText.EmptyObject,
    };

    /// <summary>What a request binds to a template: one of the user's connections.</summary>
    public static BindingDraft Existing(ConnectionTemplate template, Connection connection) =>
        new BindingDraft.ExistingConnection(connection.Id) { TemplateId = template.Id };

    /// <summary>What a request binds to a template: a new connection.</summary>
    public static BindingDraft New(ConnectionTemplate template, params CredentialDraft[] action) =>
        New(template, new ConnectionDraft("new connection", [.. action], [], []));

    /// <summary>What a request binds to a template: a new connection.</summary>
    public static BindingDraft New(ConnectionTemplate template, ConnectionDraft connection) =>
        new BindingDraft.NewConnection(connection) { TemplateId = template.Id };

    /// <summary>A credential with data.</summary>
    public static CredentialDraft Credential(string type, string data) =>
        new(Catalogue.Mailer.AuthScheme, "credential", type, JsonText.FromTrustedText(data));

    /// <summary>The user as it is loaded to decide on a request.</summary>
    public static EndUser LoadedFor(this EndUser user, ActivationDraft draft, DateTimeOffset now) =>
        user with { Parts = draft.Parts(now) };
}
