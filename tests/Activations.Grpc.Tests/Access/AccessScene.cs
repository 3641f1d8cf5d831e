using System.Collections.Immutable;
using Activations.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Proto = Activations.V1;

namespace Activations.Grpc.Tests.Access;

/// <summary>
/// A hub with one of everything, and those who would like to get at it: keys and tokens that are all right but for what their
/// names say. Made by the service that needs no credentials.
/// </summary>
internal sealed class AccessScene
{
    /// <summary>The user to whom everything belongs.</summary>
    public const string Ann = "ann";

    /// <summary>Another user of the same hub.</summary>
    public const string Eve = "eve";

    private readonly IStore store;

    private AccessScene(IStore store, ApiScene hub) => (this.store, Api) = (store, hub);

    public ApiScene Api { get; }

    public string HubId => Api.HubId;

    public string Organisation => Api.Hub.OrganisationId;

    public required Proto.EndUser User { get; init; }

    /// <summary>An integration that Ann has activated.</summary>
    public required BoundConnectionScene Bound { get; init; }

    /// <summary>One that nobody has activated.</summary>
    public required Proto.Integration Fresh { get; init; }

    /// <summary>One that is not deployed.</summary>
    public required Proto.Integration Idle { get; init; }

    public required string KeyId { get; init; }

    /// <summary>Signs the tokens of the hub's users.</summary>
    public required SigningPair Signing { get; init; }

    /// <summary>Signs the tokens of another hub's users.</summary>
    public required SigningPair OtherSigning { get; init; }

    public required ImmutableDictionary<string, string> Unknown { get; init; }

    public required string KeyOfOtherHub { get; init; }

    public required string KeyOfOtherOrganisation { get; init; }

    public static async Task<AccessScene> CreateAsync(ServiceUnderTest open)
    {
        var store = open.Store;
        var caller = open.On(Transport.Grpc);
        var hub = await ApiScene.CreateAsync(caller);
        var otherHub = await ApiScene.CreateAsync(caller, r => r.OrganisationId = hub.Hub.OrganisationId);
        await otherHub.AddUserAsync(Ann);
        var ann = await hub.AddUserAsync(Ann, r => r.PrimaryConnection = Samples.Connection());
        await hub.AddUserAsync(Eve);
        var organisation = hub.Hub.OrganisationId;
        var expired = DateTimeOffset.UtcNow.AddMinutes(-1);
        return new AccessScene(store, hub)
        {
            User = ann,
            Bound = await hub.BindAsync(ann),
            Fresh = await hub.AddDeployedIntegrationAsync(),
            Idle = await hub.AddIntegrationAsync(),
            KeyId = Keys.IdOf(await Keys.AddAsync(store, organisation, hubs: [hub.HubId])).ToString(),
            Signing = await SigningPair.RegisterAsync(store, hub.HubId),
            OtherSigning = await SigningPair.RegisterAsync(store, otherHub.HubId),
            KeyOfOtherHub = await Keys.AddAsync(store, organisation, hubs: [otherHub.HubId]),
            KeyOfOtherOrganisation = await Keys.AddAsync(store, Catalogue.NewId()),
            Unknown = new Dictionary<string, string>
            {
                ["no credentials"] = "",
                ["garbage"] = "Bearer garbage",
                ["a wrong secret"] = WithWrongSecret(await Keys.AddAsync(store, organisation)),
                ["an expired key"] = await Keys.AddAsync(store, organisation, expiresAt: expired),
                ["a revoked key"] = await Keys.AddAsync(store, organisation, revokedAt: expired),
            }.ToImmutableDictionary(),
        };
    }

    /// <summary>A key of all of the organisation with these scopes.</summary>
    public Task<string> KeyAsync(KeyScopes scopes) => Keys.AddAsync(store, Organisation, scopes);

    /// <summary>A key of the hub alone with these scopes.</summary>
    public Task<string> HubKeyAsync(KeyScopes scopes) => Keys.AddAsync(store, Organisation, scopes, [HubId]);

    /// <summary>
    /// The same request for what does not exist: with new ids in place of all of the scene's; of its user's alone, where
    /// somebody asks who may see the rest of the hub.
    /// </summary>
    public IMessage OfNothing(CallCase call, bool isUserAlone)
    {
        var request = call.Request(this);
        string[] ofUser = [Ann, User.Id, User.PrimaryConnection.Id, Bound.Connection.Id, Bound.Activation.Id];
        string[] ofHub =
        [
            HubId, Bound.Integration.Id, Bound.Template.Id, Fresh.Id, Idle.Id, KeyId, Signing.Id,
        ];
        string[] ofOrganisation = call.IsOrganisationKnown ? [] : [Organisation];
        var known = (isUserAlone ? ofUser : [.. ofUser, .. ofHub, .. ofOrganisation]).ToDictionary(
            id => id, id => id == Ann ? "who" : Catalogue.NewId());
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        Replace(copy, known);
        return copy;
    }

    /// <summary>All that the hub holds, as far as the API and the store tell.</summary>
    public async Task<string> SnapshotAsync(ServiceUnderTest open)
    {
        var rest = open.Rest;
        var paths = new List<string>
        {
            $"/hubs/{HubId}", $"/o/{Organisation}/hubs", $"/hubs/{HubId}/users", $"/hubs/{HubId}/integrations",
            $"/hubs/{HubId}/activations", $"/hubs/{HubId}/users/{Ann}/connections",
            $"/connections/{Bound.Connection.Id}", $"/activations/{Bound.Activation.Id}",
        };
        foreach (var integration in new[] { Bound.Integration, Fresh, Idle })
            paths.AddRange([$"/integrations/{integration.Id}", $"/integrations/{integration.Id}/connection-templates"]);
        var parts = new List<string>();
        foreach (var path in paths)
            parts.Add((await rest.ReadAsync(path)).Body);

        var keys = await store.ApiKeys.ListAsync(
            Reach.Everything, Id.Parse<OrganisationId>(Organisation), new PageRequest<ApiKeyId>(100), TestContext.Current.CancellationToken);
        parts.AddRange(keys.Rows.Select(key => $"{key.Id} {key.RevokedAt}"));
        var signing = await store.SigningKeys.ListAsync(
            Reach.Everything, Id.Parse<HubId>(HubId), new PageRequest<SigningKeyId>(100), TestContext.Current.CancellationToken);
        parts.AddRange(signing.Rows.Select(key => key.ToString()));
        return string.Join('\n', parts);
    }

    private static string WithWrongSecret(string header) => header[..^2] + (header[^2] == 'A' ? "BA" : "AA");

    private static void Replace(IMessage message, Dictionary<string, string> ids)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (field.FieldType == FieldType.String && value is string text && ids.TryGetValue(text, out var id))
                field.Accessor.SetValue(message, id);
            else if (field.FieldType == FieldType.String && value is IList<string> texts)
                ReplaceAll(texts, ids);
            else if (value is IMessage inner)
                Replace(inner, ids);
            else if (field.IsRepeated && field.FieldType == FieldType.Message && value is System.Collections.IList items)
                items.Cast<IMessage>().ToList().ForEach(item => Replace(item, ids));
        }
    }

    private static void ReplaceAll(IList<string> texts, Dictionary<string, string> ids)
    {
        for (var i = 0; i < texts.Count; i++)
            texts[i] = ids.GetValueOrDefault(texts[i], texts[i]);
    }
}
