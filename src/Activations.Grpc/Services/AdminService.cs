using Activations.Access;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Grpc.Transfer;
using Activations.Identifiers;
using Activations.Secrets;
using Activations.Stores;
using Activations.Time;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ApiKey = Activations.Access.ApiKey;
using Proto = Activations.V1;
using SigningKey = Activations.Access.SigningKey;

namespace Activations.Grpc.Services;

/// <summary>The calls on keys: parse, check what the caller may grant, save, note in the audit log, reply.</summary>
internal sealed partial class AdminService(
    IStore store,
    KnownApiKeys apiKeys,
    KnownSigningKeys signingKeys,
    SecretRotation rotation,
    RecordExport export,
    RecordImport import,
    AuditLog audit,
    IIdSource ids,
    TimeProvider time) : Proto.AdminService.AdminServiceBase
{
    /// <inheritdoc />
    public override async Task<CreateApiKeyResponse> CreateApiKey(CreateApiKeyRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNowToTheMillisecond();
        var reader = new RequestReader();
        var draft = ApiKeyRequests.ToDraft(request, now, reader);
        reader.ThrowIfInvalid();
        await RequireGrantableAsync(draft, context);

        var text = ApiKeyText.Create(ids.Next<ApiKeyId>());
        var key = new ApiKey
        {
            Id = text.Id,
            Name = draft.Name,
            OrganisationId = draft.OrganisationId,
            HubIds = draft.HubIds,
            Scopes = draft.Scopes,
            Hash = text.Hash,
            CreatedAt = now,
            ExpiresAt = draft.ExpiresAt,
        };
        await store.ApiKeys.AddAsync(key, context.CancellationToken);
        audit.ApiKeyCreated(context.Caller(), key);
        context.ForbidStoring();
        return new CreateApiKeyResponse { ApiKey = key.ToProto(), Key = text.Reveal() };
    }

    /// <inheritdoc />
    public override async Task<ApiKeyPage> ListApiKeys(ListApiKeysRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var organisation = reader.OptionalId<OrganisationId>(request.OrganisationId, "organisationId");
        var cursors = Cursors.OfIds<ApiKeyId>(nameof(ListApiKeys), $"{organisation}");
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid();

        var page = await store.ApiKeys.ListAsync(context.Reach(), organisation, asked, context.CancellationToken);
        var reply = new ApiKeyPage();
        reply.ApiKeys.AddRange(page.Rows.Select(key => key.ToProto()));
        return await cursors.CompleteAsync(
            reply,
            asked,
            page,
            key => key.Id,
            () => store.ApiKeys.CountAsync(context.Reach(), organisation, context.CancellationToken));
    }

    /// <inheritdoc />
    public override async Task<Proto.ApiKey> RevokeApiKey(RevokeApiKeyRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ApiKeyId>(request.ApiKeyId, "apiKeyId");
        reader.ThrowIfInvalid();

        var now = time.GetUtcNowToTheMillisecond();
        var key = await store.ApiKeys.RevokeAsync(context.Reach(), id, now, context.CancellationToken)
            ?? throw ResourceNotFoundException.ApiKey();
        apiKeys.Forget(id);
        audit.ApiKeyRevoked(context.Caller(), id, now);
        return key.ToProto();
    }

    /// <inheritdoc />
    public override async Task<Proto.SigningKey> CreateSigningKey(CreateSigningKeyRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var name = reader.Name(request.Name, "name");
        var publicKey = PublicKeys.Read(request.PublicKey, "publicKey", reader);
        var id = reader.OptionalId<SigningKeyId>(request.Id, "id");
        reader.ThrowIfInvalid();

        // Its holder can make tokens, and with them read and change what end users can.
        RequireScopes(KeyScopes.Read | KeyScopes.Write, context.Caller());
        var hub = await store.RequireLiveHubAsync(context.Reach(), hubId, context.CancellationToken);
        var key = new SigningKey
        {
            Id = id ?? ids.Next<SigningKeyId>(),
            HubId = hub.Id,
            OrganisationId = hub.OrganisationId,
            Name = name,
            Algorithm = publicKey.Algorithm,
            PublicKeyPem = publicKey.Pem,
            CreatedAt = time.GetUtcNowToTheMillisecond(),
        };
        if (!await store.SigningKeys.AddAsync(key, context.CancellationToken))
            throw new SigningKeyAlreadyExistsException();
        signingKeys.Forget(key.Id); // somebody may have been told that there is none
        audit.SigningKeyCreated(context.Caller(), key);
        return key.ToProto();
    }

    /// <inheritdoc />
    public override async Task<SigningKeyPage> ListSigningKeys(ListSigningKeysRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hub = reader.Id<HubId>(request.HubId, "hubId");
        var cursors = Cursors.OfIds<SigningKeyId>(nameof(ListSigningKeys), hub);
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid();
        // Those of a hub that was deleted too: what it holds goes on working, so its keys must be there to be deleted.
        await store.RequireHubAsync(context.Reach(), hub, context.CancellationToken);

        var page = await store.SigningKeys.ListAsync(context.Reach(), hub, asked, context.CancellationToken);
        var reply = new SigningKeyPage();
        reply.SigningKeys.AddRange(page.Rows.Select(key => key.ToProto()));
        return await cursors.CompleteAsync(
            reply,
            asked,
            page,
            key => key.Id,
            () => store.SigningKeys.CountAsync(context.Reach(), hub, context.CancellationToken));
    }

    /// <inheritdoc />
    public override async Task<Empty> DeleteSigningKey(DeleteSigningKeyRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<SigningKeyId>(request.SigningKeyId, "signingKeyId");
        reader.ThrowIfInvalid();

        if (!await store.SigningKeys.DeleteAsync(context.Reach(), id, context.CancellationToken))
            throw ResourceNotFoundException.SigningKey();
        signingKeys.Forget(id);
        audit.SigningKeyDeleted(context.Caller(), id, time.GetUtcNowToTheMillisecond());
        return new Empty();
    }

    private static void RequireScopes(KeyScopes granted, Caller caller)
    {
        if ((granted & ~caller.Scopes) is not KeyScopes.None and var missing)
            throw new PermissionDeniedException($"Scopes that the caller does not have can't be granted: {string.Join(", ", KeyScopeNames.NamesOf(missing))}.");
    }

    /// <summary>A hub that the caller can't reach is answered as one that does not exist; the rest as not permitted.</summary>
    private async Task RequireGrantableAsync(ApiKeyDraft draft, ServerCallContext context)
    {
        var caller = context.Caller();
        RequireScopes(draft.Scopes, caller);
        if (caller.EndsAt is { } end && (draft.ExpiresAt is not { } asked || asked > end))
            throw new PermissionDeniedException($"The caller's key ends at {end:O}; a key that it makes has to end by then.");
        if (caller.Reach.Organisation is { } own && own != draft.OrganisationId)
            throw new PermissionDeniedException("The caller can't make keys for this organisation.");

        foreach (var id in draft.HubIds)
        {
            var hub = await store.RequireLiveHubAsync(caller.Reach, id, context.CancellationToken);
            if (hub.OrganisationId != draft.OrganisationId)
                throw ResourceNotFoundException.Hub();
        }

        if (!caller.Reach.Covers(draft.OrganisationId, draft.HubIds))
            throw new PermissionDeniedException("The caller can't make keys for all hubs of the organisation: name those that it has.");
    }
}
