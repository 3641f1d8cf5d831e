using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Secrets;
using Activations.Stores;

namespace Activations.Grpc.Transfer;

/// <summary>
/// Stores the records of an import. What is there already with the same content is left alone, so that it can be done again;
/// what can't be stored is said line by line.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="sealer">What encrypts its secrets.</param>
/// <param name="schemas">Checks schemas, and variables against them.</param>
/// <param name="changer">Changes end users that are there already.</param>
internal sealed class RecordImport(IStore store, Sealer sealer, IVariablesSchemas schemas, EndUserChanger changer)
{
    private readonly IdsAtWork idsAtWork = new();
    private readonly RecordReader reader = new(schemas);
    private readonly SealedStore @sealed = store as SealedStore ?? new SealedStore(store, sealer);

    /// <summary>Stores the records of some lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="ignoreSchemas">Whether dynamic variables need not be valid.</param>
    /// <param name="cancellationToken">Ends the wait; some may have been stored all the same.</param>
    public async Task<List<ImportLine>> ImportAsync(
        IReadOnlyList<string> lines, bool ignoreSchemas, CancellationToken cancellationToken)
    {
        var catalogue = new ImportCatalogue(store);
        var users = new Dictionary<EndUserLookup.ById, List<ImportLine>>();
        var result = new List<ImportLine>(lines.Count);
        foreach (var (index, text) in lines.Index())
        {
            var line = new ImportLine(index);
            result.Add(line);
            TryRead(line, text);
            if (line.Record is IOfUser { Owner: var owner })
            {
                if (!users.TryGetValue(owner, out var own))
                    users.Add(owner, own = []);
                own.Add(line);
            }
            else if (line.Record is not null)
            {
                await StoreUsersAsync(users, catalogue, ignoreSchemas, cancellationToken);
                await TryAsync(line, () => StoreAsync(line, catalogue, cancellationToken));
            }
        }

        await StoreUsersAsync(users, catalogue, ignoreSchemas, cancellationToken);
        return result;
    }

    private void TryRead(ImportLine line, string text)
    {
        try
        {
            line.Record = reader.Read(text);
        }
        catch (InvalidRequestException exception)
        {
            line.Refuse(exception);
        }
    }

    /// <summary>What the store refuses for the time being ends the call; all else is the line's own.</summary>
    internal static async Task TryAsync(ImportLine line, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ActivationsException exception) when (exception is not StoreUnavailableException)
        {
            line.Refuse(exception);
        }
    }

    /// <summary>Many at once, so that they share commits.</summary>
    private async Task StoreUsersAsync(
        Dictionary<EndUserLookup.ById, List<ImportLine>> users,
        ImportCatalogue catalogue,
        bool ignoreSchemas,
        CancellationToken cancellationToken)
    {
        await Task.WhenAll(users.Select(user => StoreUserAsync(
            new EndUserImport(store, @sealed, schemas, changer, catalogue)
            {
                Owner = user.Key,
                Lines = user.Value,
                IgnoreSchemas = ignoreSchemas,
            },
            cancellationToken)));
        users.Clear();
    }

    private async Task StoreUserAsync(EndUserImport user, CancellationToken cancellationToken)
    {
        object[] ids = [.. user.Lines.Select(line => line.Record).OfType<IOfUser>().Select(record => record.Id)];
        using var taken = await idsAtWork.TakeAsync(ids, cancellationToken);
        await user.StoreAsync(cancellationToken);
    }

    private async Task StoreAsync(ImportLine line, ImportCatalogue catalogue, CancellationToken cancellationToken)
    {
        switch (line.Record)
        {
            case TransferRecord.OfHub { Hub: var hub, IsDefault: var isDefault }:
                await StoreAsync(line, @sealed.Open(hub), isDefault, cancellationToken);
                break;
            case TransferRecord.OfIntegration { Integration: var integration }:
                await StoreAsync(line, integration, catalogue, cancellationToken);
                break;
            default:
                line.PassOver();
                break;
        }
    }

    private async Task StoreAsync(ImportLine line, Hub hub, bool isDefault, CancellationToken cancellationToken)
    {
        _ = hub.PrimaryConnector.AuthScheme.Config.Utf8; // so that what can't be opened is not stored
        if (await store.Hubs.AddAsync(hub, cancellationToken))
            line.Stored();
        else
            line.Compare(
                await store.Hubs.LoadAsync(Reach.Everything, hub.Id, cancellationToken) is { } stored && SameContent.Of(stored, hub), "a hub");
        if (!isDefault || line.Outcome == LineOutcome.Refused)
            return;

        var byDefault = await store.Hubs.LoadDefaultAsync(Reach.Everything, hub.OrganisationId, cancellationToken);
        if (byDefault is null)
        {
            await store.Hubs.SetDefaultAsync(hub.OrganisationId, hub.Id, cancellationToken);
            line.Stored();
        }
        else if (byDefault != hub.Id)
        {
            line.Refuse("isDefault", $"the hub {byDefault} is the organisation's default already; the hub itself is stored");
        }
    }

    private async Task StoreAsync(
        ImportLine line, Integration given, ImportCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (await catalogue.FindHubAsync(given.HubId, cancellationToken) is not { } hub)
        {
            line.Refuse("hubId", ImportCatalogue.NoHub);
            return;
        }

        var integration = @sealed.Open(given with
        {
            OrganisationId = hub.OrganisationId,
            Templates = [.. given.Templates.Select(t => t with { IsPrimary = t.Connector.Id == hub.PrimaryConnector.Id })],
        });
        integration.ThrowIfTooLarge();
        foreach (var (index, template) in integration.Templates.Index())
        {
            _ = template.Connector.AuthScheme.Config.Utf8; // so that what can't be opened is not stored
            if (integration.Templates.Take(index).Any(other => other.Id == template.Id)
                || (await store.Integrations.LoadByTemplateAsync(Reach.Everything, template.Id, cancellationToken) is { } other
                    && other.Id != integration.Id))
            {
                line.Refuse($"templates[{index}].id", "is the id of another template");
            }
        }

        if (!line.IsOpen)
            return;
        if (await store.Integrations.AddAsync(integration, cancellationToken))
            line.Stored();
        else
            line.Compare(
                await store.Integrations.LoadAsync(Reach.Everything, integration.Id, cancellationToken) is { } stored
                && SameContent.Of(stored, integration),
                "an integration");
    }
}
