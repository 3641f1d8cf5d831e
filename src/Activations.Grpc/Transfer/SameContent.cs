using System.Collections.Immutable;
using System.Text.Json;
using Activations.EndUsers;
using Activations.Grpc.Mapping;
using Activations.Hubs;
using Activations.Integrations;
using JsonText = Activations.Json.JsonText;

namespace Activations.Grpc.Transfer;

/// <summary>
/// Whether two records say the same: what a caller could tell apart counts, secrets in clear, but not how JSON is laid out
/// nor how often a record was saved.
/// </summary>
internal static class SameContent
{
    public static bool Of(Hub one, Hub other) =>
        (one.OrganisationId, one.Name, one.CreatedAt, one.DeletedAt) == (other.OrganisationId, other.Name, other.CreatedAt, other.DeletedAt)
        && Of(one.PrimaryConnector, other.PrimaryConnector);

    public static bool Of(Integration one, Integration other) =>
        one with { Templates = [], VariablesSchema = null, OrganisationId = default, Version = 1 }
            == other with { Templates = [], VariablesSchema = null, OrganisationId = default, Version = 1 }
        && Of(one.VariablesSchema ?? JsonText.EmptyObject, other.VariablesSchema ?? JsonText.EmptyObject)
        && All(one.Templates, other.Templates, (a, b) =>
            (a.Id, a.IsUsed) == (b.Id, b.IsUsed) && Of(a.Connector, b.Connector));

    public static bool OfProfiles(EndUser one, EndUser other) =>
        (one.Id, one.Key, one.DisplayName, one.PrimaryConnectionId) == (other.Id, other.Key, other.DisplayName, other.PrimaryConnectionId)
        && (one.CreatedAt, one.UpdatedAt) == (other.CreatedAt, other.UpdatedAt);

    public static bool Of(Connection one, Connection other) =>
        (one.Id, one.ConnectorId, one.Name, one.CreatedAt, one.UpdatedAt) == (other.Id, other.ConnectorId, other.Name, other.CreatedAt, other.UpdatedAt)
        && one.Variables.SequenceEqual(other.Variables)
        && All(one.Credentials.Action, other.Credentials.Action, Of)
        && All(one.Credentials.Trigger, other.Credentials.Trigger, Of);

    public static bool Of(Activation one, Activation other) =>
        (one.Id, one.IntegrationId, one.Revision, one.CreatedAt, one.UpdatedAt)
            == (other.Id, other.IntegrationId, other.Revision, other.CreatedAt, other.UpdatedAt)
        && one.Bindings.SequenceEqual(other.Bindings)
        && Of(one.DynamicVariables, other.DynamicVariables);

    private static bool Of(Connector one, Connector other) =>
        (one.Id, one.Name, one.ImageUrl) == (other.Id, other.Name, other.ImageUrl) && Of(one.AuthScheme, other.AuthScheme);

    private static bool Of(ConnectionCredential one, ConnectionCredential other) =>
        (one.Id, one.Credential.Id, one.Credential.Name, one.Credential.Type)
            == (other.Id, other.Credential.Id, other.Credential.Name, other.Credential.Type)
        && Of(one.AuthScheme, other.AuthScheme)
        && Of(one.Credential.Data, other.Credential.Data);

    private static bool Of(AuthScheme one, AuthScheme other) =>
        Of(one.Config, other.Config) || one.ToProtoWithSecrets().Equals(other.ToProtoWithSecrets());

    private static bool Of(JsonText one, JsonText other) => one == other || one.Equals(other) || JsonElement.DeepEquals(one.Root, other.Root);

    private static bool All<T>(ImmutableArray<T> one, ImmutableArray<T> other, Func<T, T, bool> isSame) =>
        one.Length == other.Length && one.Zip(other).All(pair => isSame(pair.First, pair.Second));
}
