using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Secrets;
using Activations.Stores;

namespace Activations.Grpc.Transfer;

/// <summary>
/// Stores the lines of one end user: in one write if the user is new, else what is missing, one by one. A connection or an
/// activation whose id is another user's is refused.
/// </summary>
internal sealed class EndUserImport(
    IStore store, SealedStore @sealed, IVariablesSchemas schemas, EndUserChanger changer, ImportCatalogue catalogue)
{
    private const string OtherConnection = "is a connection of another end user";
    private const string OtherActivation = "is an activation of another end user";

    private Hub hub = null!;

    /// <summary>Which user.</summary>
    public required EndUserLookup.ById Owner { get; init; }

    /// <summary>The lines.</summary>
    public required List<ImportLine> Lines { get; init; }

    /// <summary>Whether dynamic variables need not be valid.</summary>
    public required bool IgnoreSchemas { get; init; }

    private IEnumerable<ImportLine> Open => Lines.Where(line => line.IsOpen);

    /// <summary>Stores what can be stored.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (await catalogue.FindHubAsync(Owner.HubId, cancellationToken) is not { } found)
        {
            RefuseAll("hubId", ImportCatalogue.NoHub);
            return;
        }

        hub = found;
        foreach (var line in Lines)
            await RecordImport.TryAsync(line, () => CheckAsync(line, cancellationToken));
        var profile = Lines.Find(line => line.Record is TransferRecord.OfUser);
        foreach (var again in Open.Where(line => line.Record is TransferRecord.OfUser && line != profile))
            again.Refuse("id", "is in the file twice");
        if (profile is { IsOpen: true } && await TryAddAsync(profile, cancellationToken))
            return;
        await MergeAsync(profile, cancellationToken);
    }

    /// <summary>What can be said of a line by itself. Secrets become what callers see.</summary>
    private async Task CheckAsync(ImportLine line, CancellationToken cancellationToken)
    {
        if (line.Record is TransferRecord.OfConnection { Connection: var connection } record)
        {
            var opened = @sealed.Open(ShellOf(connection)).Connections[0];
            foreach (var credential in opened.Credentials.All)
                _ = credential.AuthScheme.Config.Utf8; // so that what can't be opened is not stored
            EndUserRules.CheckCredentials(opened.Credentials);
            line.Record = record with { Connection = opened };
        }
        else if (line.Record is TransferRecord.OfActivation { Activation: var activation })
        {
            var integration = await catalogue.FindIntegrationAsync(activation.IntegrationId, cancellationToken);
            line.Record = ((TransferRecord.OfActivation)line.Record) with { Integration = integration };
            var violations = new Violations();
            Check(activation, integration, violations);
            violations.ThrowIfAny();
        }
    }

    private void Check(Activation activation, Integration? integration, Violations violations)
    {
        if (integration is null || integration.HubId != Owner.HubId || integration.DeletedAt is not null)
        {
            violations.Add("integrationId", "is not an integration of this hub that is stored; its line must come first");
            return;
        }

        foreach (var (index, binding) in activation.Bindings.Index())
        {
            if (integration.Templates.All(template => template.Id != binding.TemplateId))
                violations.Add($"bindings[{index}].templateId", "is not a template of this integration");
            else if (activation.Bindings.Take(index).Any(other => other.TemplateId == binding.TemplateId))
                violations.Add($"bindings[{index}].templateId", "is there twice");
        }

        if (IgnoreSchemas)
            return;
        foreach (var violation in schemas.Check(integration.VariablesSchema, activation.DynamicVariables))
            violations.Add(violation.Below("dynamicVariables"));
    }

    /// <summary>Stores the user with all that is right.</summary>
    /// <returns>Whether all is said; if not, the user is there already.</returns>
    private async Task<bool> TryAddAsync(ImportLine profile, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Assemble(profile) is not { } user)
                return true;
            if (user.Activations.IsEmpty && await RefuseTakenAsync(cancellationToken))
                continue; // the store minds such ids of a user with activations
            if (await store.EndUsers.AddAsync(user, cancellationToken))
            {
                foreach (var line in Open)
                    line.Stored();
                return true;
            }

            if (await LoadAsync(Owner, EndUserParts.Profile, cancellationToken) is not null)
                return false;
            if (await LoadAsync(new EndUserLookup.ByKey(user.Key), EndUserParts.Profile, cancellationToken) is { } other)
                profile.Refuse("externalId", $"the hub has an end user with this external id already: {other.Id}");
            else if (!await RefuseTakenAsync(cancellationToken))
                profile.Refuse("id", "is the id of an end user of another hub");
        }
    }

    /// <summary>The user with the connections and activations whose lines are right; null where the user's own is not.</summary>
    private EndUser? Assemble(ImportLine profile)
    {
        if (profile.Record is not TransferRecord.OfUser { User: var user } || !profile.IsOpen)
        {
            RefuseAll("userId", "the line of the end user was refused");
            return null;
        }

        user = user with { OrganisationId = hub.OrganisationId };
        foreach (var line in Open.ToList())
            user = Add(user, line);
        if (user.PrimaryConnectionId is { } primary
            && user.Connections.FirstOrDefault(c => c.Id == primary)?.ConnectorId != hub.PrimaryConnector.Id)
        {
            profile.Refuse(
                "primaryConnectionId", "is not a connection to the hub's primary connector whose line follows that of the user");
            return Assemble(profile);
        }

        return user;
    }

    private static EndUser Add(EndUser user, ImportLine line)
    {
        var usage = user.Usage;
        try
        {
            switch (line.Record)
            {
                case TransferRecord.OfConnection { Connection: var connection }:
                    if (user.Connections.Any(c => c.Id == connection.Id))
                        throw InvalidRequestException.Of("id", "is in the file twice");
                    usage = EndUserRules.With(usage, connection);
                    usage.ThrowIfExceeded();
                    return user with { Connections = user.Connections.Add(connection), Usage = usage };
                case TransferRecord.OfActivation { Activation: var activation, Integration: var integration }:
                    EndUserRules.CheckBindings(activation, integration!, id => user.Connections.FirstOrDefault(c => c.Id == id));
                    EndUserRules.CheckNew(activation, user.Activations);
                    usage = EndUserRules.With(usage, activation);
                    usage.ThrowIfExceeded();
                    return user with { Activations = user.Activations.Add(activation), Usage = usage };
                default:
                    return user;
            }
        }
        catch (ActivationsException exception)
        {
            line.Refuse(exception);
            return user;
        }
    }

    /// <summary>Refuses the lines whose ids are another user's.</summary>
    private async Task<bool> RefuseTakenAsync(CancellationToken cancellationToken)
    {
        var isAny = false;
        foreach (var line in Open.ToList())
        {
            var (lookup, message) = line.Record switch
            {
                TransferRecord.OfConnection { Connection.Id: var id } => (new EndUserLookup.ByConnection(id), OtherConnection),
                TransferRecord.OfActivation { Activation.Id: var id } => ((EndUserLookup)new EndUserLookup.ByActivation(id), OtherActivation),
                _ => (null, ""),
            };
            if (lookup is null || await LoadAsync(lookup, EndUserParts.Profile, cancellationToken) is not { } holder || IsOwner(holder))
                continue;
            line.Refuse("id", message);
            isAny = true;
        }

        return isAny;
    }

    private async Task MergeAsync(ImportLine? profile, CancellationToken cancellationToken)
    {
        if (await LoadAsync(Owner, EndUserParts.Profile, cancellationToken) is not { } stored)
        {
            RefuseAll("userId", "is no end user that is stored; its line must come first");
            return;
        }

        if (profile is { IsOpen: true, Record: TransferRecord.OfUser { User: var user } })
            profile.Compare(SameContent.OfProfiles(user, stored), "an end user");
        foreach (var line in Open.ToList())
        {
            await RecordImport.TryAsync(line, () => line.Record switch
            {
                TransferRecord.OfConnection { Connection: var connection } => MergeAsync(line, stored, connection, cancellationToken),
                TransferRecord.OfActivation { Activation: var activation, Integration: var integration } =>
                    MergeAsync(line, stored, activation, integration!, cancellationToken),
                _ => Task.CompletedTask,
            });
        }
    }

    private async Task MergeAsync(ImportLine line, EndUser user, Connection connection, CancellationToken cancellationToken)
    {
        var holder = await LoadAsync(new EndUserLookup.ByConnection(connection.Id), EndUserParts.Profile, cancellationToken);
        if (holder is not null && holder.Id != user.Id)
            line.Refuse("id", OtherConnection);
        else if (holder is not null)
            line.Compare(SameContent.Of(holder.FindConnection(connection.Id)!, connection), "a connection");
        else
        {
            await ChangeAsync(user, new EndUserParts { Connections = [connection.Id] }, loaded =>
                loaded.FindConnection(connection.Id) is null
                    ? Add(loaded, EndUserRules.With(loaded.Usage, connection), new EndUserEdit.AddConnection(connection))
                    : Decision.Of(0),
                cancellationToken);
            line.Stored();
        }
    }

    private async Task MergeAsync(
        ImportLine line, EndUser user, Activation activation, Integration integration, CancellationToken cancellationToken)
    {
        var holder = await LoadAsync(new EndUserLookup.ByActivation(activation.Id), EndUserParts.Profile, cancellationToken);
        if (holder is not null && holder.Id != user.Id)
            line.Refuse("id", OtherActivation);
        else if (holder is not null)
            line.Compare(SameContent.Of(holder.FindActivation(activation.Id)!, activation), "an activation");
        else
        {
            var parts = new EndUserParts
            {
                ActivationOf = activation.IntegrationId,
                Connections = [.. activation.Bindings.Select(binding => binding.ConnectionId).Distinct()],
            };
            await ChangeAsync(user, parts, loaded =>
                {
                    EndUserRules.CheckBindings(activation, integration, loaded.FindConnection);
                    EndUserRules.CheckNew(activation, loaded.FindActivationOf(activation.IntegrationId) is { } other ? [other] : []);
                    return Add(loaded, EndUserRules.With(loaded.Usage, activation), new EndUserEdit.AddActivation(activation));
                },
                cancellationToken);
            line.Stored();
        }
    }

    private async Task ChangeAsync(
        EndUser user, EndUserParts parts, Func<EndUser, Decision<int>> decide, CancellationToken cancellationToken) =>
        await changer.ChangeAsync(Reach.Everything, new EndUserLookup.ByKey(user.Key), parts, decide, cancellationToken);

    private static Decision<int> Add(EndUser user, EndUserUsage usage, EndUserEdit edit)
    {
        usage.ThrowIfExceeded();
        return Decision.Save(0, [edit], usage);
    }

    private bool IsOwner(EndUser user) => user.Id == Owner.Id && user.Key.HubId == Owner.HubId;

    /// <summary>The user as far as secrets are bound to it.</summary>
    private EndUser ShellOf(Connection connection) => new()
    {
        Id = Owner.Id,
        Key = new EndUserKey(Owner.HubId, ""),
        OrganisationId = hub.OrganisationId,
        DisplayName = "",
        PrimaryConnectionId = null,
        Version = 1,
        Usage = default,
        CreatedAt = default,
        UpdatedAt = default,
        Parts = EndUserParts.Profile,
        Connections = [connection],
    };

    private Task<EndUser?> LoadAsync(EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken) =>
        store.EndUsers.LoadAsync(Reach.Everything, lookup, parts, cancellationToken);

    private void RefuseAll(string field, string message)
    {
        foreach (var line in Open.ToList())
            line.Refuse(field, message);
    }
}
