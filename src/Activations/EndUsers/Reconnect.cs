using System.Collections.Immutable;
using System.Text.Json;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>The decision to change a connection in place. Its id stays, so that activations go on working.</summary>
/// <param name="ids">Where ids come from.</param>
public sealed class Reconnect(IIdSource ids)
{
    /// <summary>Decides. A change that changes nothing is not saved.</summary>
    /// <param name="user">Whose connection it is, loaded with the connection.</param>
    /// <param name="id">The connection.</param>
    /// <param name="update">What to change.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="ResourceNotFoundException">There is no such connection.</exception>
    /// <exception cref="InvalidRequestException">
    /// A credential takes the place of one that is not there, or its data does not match its type.
    /// </exception>
    /// <exception cref="LimitExceededException">The user would hold too much.</exception>
    public Decision<Connection> Decide(EndUser user, ConnectionId id, ConnectionUpdate update, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(update);
        var stored = user.FindConnection(id) ?? throw ResourceNotFoundException.Connection();

        var violations = new Violations();
        var changed = stored with
        {
            Name = update.Name ?? stored.Name,
            Credentials = new ConnectionCredentials(
                Replace(stored.Credentials.Action, update.Action, "credentials.action", violations),
                Replace(stored.Credentials.Trigger, update.Trigger, "credentials.trigger", violations)),
            Variables = update.Variables ?? stored.Variables,
        };
        violations.ThrowIfAny();
        if (IsSame(stored, changed))
            return Decision.Of(stored);

        changed = changed with { UpdatedAt = now };
        var usage = user.Usage with
        {
            JsonBytes = user.Usage.JsonBytes - stored.JsonByteCount + changed.JsonByteCount,
        };
        usage.ThrowIfExceeded();
        return Decision.Save(changed, [new EndUserEdit.SetConnection(changed)], usage);
    }

    private ImmutableArray<ConnectionCredential> Replace(
        ImmutableArray<ConnectionCredential> stored,
        ImmutableArray<CredentialUpdate>? updates,
        string path,
        Violations violations)
    {
        if (updates is null)
            return stored;

        var left = stored.ToList();
        // Those that name theirs come first, so that no other takes it.
        var places = updates.Value.Index().OrderBy(u => u.Item.Id is null)
            .Select(u => (u.Index, Credential: Replace(left, u.Item, $"{path}[{u.Index}]", violations)))
            .OrderBy(u => u.Index);
        return [.. places.Select(p => p.Credential)];
    }

    private ConnectionCredential Replace(
        List<ConnectionCredential> left, CredentialUpdate update, string path, Violations violations)
    {
        var (id, draft) = update;
        var old = left.Find(c => id is null
            ? c.Credential.Name == draft.Name && c.Credential.Type == draft.Type
            : c.Id == id);
        if (old is not null)
            left.Remove(old);
        else if (id is not null)
            violations.Add($"{path}.id", "is not a credential of this list, or is there twice");

        var data = old?.Credential.Type == draft.Type ? WriteOnlyData.Merge(old.Credential.Data, draft.Data) : draft.Data;
        CredentialTypes.Check(draft.Type, data, $"{path}.credential.data", violations); // B5
        return new ConnectionCredential(
            old?.Id ?? ids.Next<CredentialId>(),
            old is null ? draft.AuthScheme : draft.AuthScheme.WithSecretsOf(old.AuthScheme),
            new Credential(old?.Credential.Id ?? ids.Next<CredentialId>(), draft.Name, draft.Type, data));
    }

    private static bool IsSame(Connection one, Connection other) => one.Name == other.Name
        && one.Variables.SequenceEqual(other.Variables)
        && JsonElement.DeepEquals(
            ConnectionJson.Write(one.Credentials).Root, ConnectionJson.Write(other.Credentials).Root);
}
