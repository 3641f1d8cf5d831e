using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Paging;

namespace Activations.Secrets;

/// <summary>End users whose credentials are sealed. How much a user holds is counted in clear, as in every store.</summary>
internal sealed class SealedEndUsers(IEndUserStore store, SecretForms forms) : IEndUserStore
{
    public async Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return await store.AddAsync(Seal(user), cancellationToken);
    }

    /// <summary>The user as it is stored.</summary>
    public EndUser Seal(EndUser user) => user.Connections.IsEmpty
        ? user
        : user with { Connections = [.. user.Connections.Select(c => Seal(user, c))] };

    /// <summary>The user as callers see it.</summary>
    public EndUser Open(EndUser user) => user.Connections.IsEmpty
        ? user
        : user with { Connections = [.. user.Connections.Select(c => Each(user, c, forms.Open, forms.Open))] };

    public async Task<EndUser?> LoadAsync(
        Reach reach, EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken) =>
        await store.LoadAsync(reach, lookup, parts, cancellationToken) is { } user ? Open(user) : null;

    public async Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return await store.SaveAsync(
            change with { Edits = [.. change.Edits.Select(edit => Seal(change.From, edit))] }, cancellationToken);
    }

    public Task<bool> DeleteAsync(EndUser user, CancellationToken cancellationToken) =>
        store.DeleteAsync(user, cancellationToken);

    public Task<Page<EndUserSummary>> ListAsync(
        Reach reach, EndUserFilter filter, PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        store.ListAsync(reach, filter, page, cancellationToken);

    public Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken) =>
        store.CountAsync(reach, filter, cancellationToken);

    public Task<Page<EndUserSummary>> ListAllAsync(PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        store.ListAllAsync(page, cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => store.CountAllAsync(cancellationToken);

    public Task<Page<ConnectionSummary>> ListConnectionsAsync(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page, CancellationToken cancellationToken) =>
        store.ListConnectionsAsync(reach, filter, page, cancellationToken);

    public Task<int> CountConnectionsAsync(Reach reach, ConnectionFilter filter, CancellationToken cancellationToken) =>
        store.CountConnectionsAsync(reach, filter, cancellationToken);

    public async Task<Page<ListedActivation>> ListActivationsAsync(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken)
    {
        var activations = await store.ListActivationsAsync(reach, filter, page, cancellationToken);
        return activations with { Rows = [.. activations.Rows.Select(row => row with { User = Open(row.User) })] };
    }

    public Task<int> CountActivationsAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken) =>
        store.CountActivationsAsync(reach, filter, cancellationToken);

    private static Connection Each(
        EndUser user,
        Connection connection,
        Func<JsonText, string, JsonText> dataForm,
        Func<AuthScheme, string, AuthScheme> schemeForm)
    {
        return connection with
        {
            Credentials = new ConnectionCredentials(
                Of(connection.Credentials.Action), Of(connection.Credentials.Trigger)),
        };

        ImmutableArray<ConnectionCredential> Of(ImmutableArray<ConnectionCredential> credentials) =>
        [
            .. credentials.Select(c => c with
            {
                AuthScheme = schemeForm(c.AuthScheme, SecretIdentity.OfScheme(user, connection.Id, c.Id)),
                Credential = c.Credential with
                {
                    Data = dataForm(c.Credential.Data, SecretIdentity.OfData(user, connection.Id, c.Id)),
                },
            }),
        ];
    }

    private EndUserEdit Seal(EndUser user, EndUserEdit edit) => edit switch
    {
        EndUserEdit.AddConnection { Connection: var connection } => new EndUserEdit.AddConnection(Seal(user, connection)),
        EndUserEdit.SetConnection { Connection: var connection } => new EndUserEdit.SetConnection(Seal(user, connection)),
        _ => edit,
    };

    private Connection Seal(EndUser user, Connection connection) =>
        Each(user, connection, forms.StoredData, forms.StoredScheme);
}
