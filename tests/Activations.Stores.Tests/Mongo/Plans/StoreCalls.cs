using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Paging;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Mongo.Plans;

/// <summary>Makes each call of a store, with what is promised of its queries: what others have stored costs nothing.</summary>
/// <param name="store">The store.</param>
/// <param name="sent">Where its queries are collected.</param>
internal sealed class StoreCalls(IStore store, SentCommands sent)
{
    private const int Limit = 20;
    private const int Many = 200; // of everything that is listed
    private const int Found = 22; // of them, by the search

    /// <summary>One document, and another where two conditions may lead to one each.</summary>
    private static readonly QueryPromise One = new(2);

    /// <summary>A page's worth, thrice at most: some of what is read may be passed over.</summary>
    private static readonly QueryPromise Page = new(3 * (Limit + 2));

    private static readonly QueryPromise Counted = new(Many + 1);

    /// <summary>All of it, without an index: for commands of operators alone.</summary>
    private static readonly QueryPromise All = new(10 * Many) { MayScan = true };

    private static readonly SearchTerm? Term = SearchTerm.Of("user-1x");

    private readonly Sample make = new(new UlidSource(TimeProvider.System));
    private readonly IntegrationId common = new(Ulid.NewUlid());
    private ImmutableArray<EndUser> users = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private OrganisationId Organisation => users[0].OrganisationId;

    /// <summary>Stores so much that a query which is not by the right index can be told by its cost.</summary>
    public async Task SeedAsync()
    {
        for (var number = 0; number < Many; number++)
        {
            users = users.Add(NewUser($"user-{(number < Found / 2 ? "1x" : "")}{number}", hasActivation: number % 2 == 0));
            await store.EndUsers.AddAsync(users[^1], Cancellation);
            await store.EndUsers.AddAsync(make.User($"user-1x{number}", Sample.OtherHub), Cancellation);
            await store.Integrations.AddAsync(
                make.Integration(make.Template()) with { Name = $"{(number < Found / 2 ? "user-1x" : "other")}{number}" }, Cancellation);
            await store.Hubs.AddAsync(make.NewHub(), Cancellation);
            await store.ApiKeys.AddAsync(make.ApiKey(Sample.Hub), Cancellation);
            await store.SigningKeys.AddAsync(make.SigningKey(Sample.Hub), Cancellation);
        }
    }

    /// <summary>Makes the calls that a reach narrows.</summary>
    public async Task CallWithinAsync(Reach reach)
    {
        // A user's own reach leads to one document, which is the one to sort.
        var page = reach.ExternalId is null ? Page : Page with { MaySort = true };
        await ListAsync<EndUserId, EndUserSummary>(page, p => store.EndUsers.ListAsync(reach, new(Sample.Hub), p, Cancellation));
        await ListAsync<IntegrationId, Integration>(page, p => store.Integrations.ListAsync(reach, new(Sample.Hub), p, Cancellation));
        await ListAsync<HubId, Hubs.Hub>(page, p => store.Hubs.ListAsync(reach, Organisation, p, Cancellation));
        await ListAsync<ApiKeyId, ApiKey>(page, p => store.ApiKeys.ListAsync(reach, Organisation, p, Cancellation));
        await ListAsync<SigningKeyId, SigningKey>(page, p => store.SigningKeys.ListAsync(reach, Sample.Hub, p, Cancellation));
        await ListConnectionsAsync(reach);
        await ListActivationsAsync(reach, page);
        await SearchAsync(reach);
        await CountAsync(reach);
        await LoadAsync(reach);
    }

    /// <summary>Makes the calls that no reach narrows.</summary>
    public async Task CallOthersAsync()
    {
        await ListAsync<EndUserId, EndUserSummary>(Page, p => store.EndUsers.ListAllAsync(p, Cancellation));
        await ListAsync<IntegrationId, Integration>(Page, p => store.Integrations.ListAllAsync(p, Cancellation));
        await ListAsync<HubId, Hubs.Hub>(Page, p => store.Hubs.ListAllAsync(p, Cancellation));
        await sent.ExpectAsync(All, () => store.EndUsers.CountAllAsync(Cancellation));
        await sent.ExpectAsync(All, () => store.Integrations.CountAllAsync(Cancellation));
        await sent.ExpectAsync(All, () => store.Hubs.CountAllAsync(Cancellation));
        await sent.ExpectAsync(One with { MayScan = true }, () => store.Hubs.IsEmptyAsync(Cancellation));
        await ChangeUserAsync();
        await ChangeHubAsync();
        await ChangeIntegrationAsync();
        await ChangeKeysAsync();
    }

    private async Task ListConnectionsAsync(Reach reach)
    {
        foreach (var connectors in new ImmutableArray<ConnectorId>[] { [], [users[0].Connections[0].ConnectorId] })
        {
            var filter = new ConnectionFilter(users[0].Id, users[0].Key, connectors);
            await ListAsync<ConnectionId, ConnectionSummary>(One, p => store.EndUsers.ListConnectionsAsync(reach, filter, p, Cancellation));
            await sent.ExpectAsync(One, () => store.EndUsers.CountConnectionsAsync(reach, filter, Cancellation));
        }
    }

    private async Task ListActivationsAsync(Reach reach, QueryPromise promise)
    {
        ActivationFilter[] filters =
        [
            new(Sample.Hub), new(Sample.Hub, IntegrationId: common), new(Sample.Hub, UserId: users[0].Id),
            new(Sample.Hub, UserId: users[0].Id, IntegrationId: common),
        ];
        var cursor = new ActivationPosition(users[Many / 2].Id, make.NextId<ActivationId>());
        PageRequest<ActivationPosition>[] pages = [new(Limit), new(Limit, After: cursor), new(Limit, Before: cursor)];
        foreach (var filter in filters)
        {
            foreach (var page in pages)
                await sent.ExpectAsync(promise, () => store.EndUsers.ListActivationsAsync(reach, filter, page, Cancellation));
            await sent.ExpectAsync(Counted, () => store.EndUsers.CountActivationsAsync(reach, filter, Cancellation));
        }
    }

    /// <summary>What a search finds is sorted for each page.</summary>
    private async Task SearchAsync(Reach reach)
    {
        var promise = new QueryPromise(2 * Found) { MaySort = true };
        var integrations = new IntegrationFilter(Sample.Hub, IsDeployed: null, Term);
        await ListAsync<EndUserId, EndUserSummary>(promise, p => store.EndUsers.ListAsync(reach, new(Sample.Hub, Term), p, Cancellation));
        await ListAsync<IntegrationId, Integration>(promise, p => store.Integrations.ListAsync(reach, integrations, p, Cancellation));
        await sent.ExpectAsync(promise, () => store.EndUsers.CountAsync(reach, new(Sample.Hub, Term), Cancellation));
        await sent.ExpectAsync(promise, () => store.Integrations.CountAsync(reach, integrations, Cancellation));
    }

    private async Task CountAsync(Reach reach)
    {
        await sent.ExpectAsync(Counted, () => store.EndUsers.CountAsync(reach, new(Sample.Hub), Cancellation));
        await sent.ExpectAsync(Counted, () => store.Integrations.CountAsync(reach, new(Sample.Hub), Cancellation));
        await sent.ExpectAsync(Counted, () => store.Hubs.CountAsync(reach, Organisation, Cancellation));
        await sent.ExpectAsync(Counted, () => store.ApiKeys.CountAsync(reach, Organisation, Cancellation));
        await sent.ExpectAsync(Counted, () => store.SigningKeys.CountAsync(reach, Sample.Hub, Cancellation));
    }

    private async Task LoadAsync(Reach reach)
    {
        var user = users[0];
        var parts = new EndUserParts { ActivatedIntegrations = true, RequestId = new RequestIdPart("key", Sample.Now) };
        EndUserLookup[] lookups =
        [
            new EndUserLookup.ByKey(user.Key), new EndUserLookup.ById(Sample.Hub, user.Id),
            new EndUserLookup.ByActivation(user.Activations[0].Id), new EndUserLookup.ByConnection(user.Connections[0].Id),
        ];
        foreach (var lookup in lookups)
            await sent.ExpectAsync(One, () => store.EndUsers.LoadAsync(reach, lookup, parts, Cancellation));
        var integration = make.Integration(make.Template());
        await sent.ExpectAsync(One, () => store.Integrations.LoadAsync(reach, integration.Id, Cancellation));
        await sent.ExpectAsync(
            One, () => store.Integrations.LoadByTemplateAsync(reach, integration.Templates[0].Id, Cancellation));
        await sent.ExpectAsync(Page, () => store.Integrations.LoadManyAsync(reach, [integration.Id, common], Cancellation));
        await sent.ExpectAsync(One, () => store.Hubs.LoadAsync(reach, Sample.Hub, Cancellation));
        await sent.ExpectAsync(One, () => store.Hubs.LoadDefaultAsync(reach, Organisation, Cancellation));
    }

    private async Task ChangeUserAsync()
    {
        var user = NewUser("changed", hasActivation: true);
        await sent.ExpectAsync(One, () => store.EndUsers.AddAsync(user, Cancellation));
        await sent.ExpectAsync(One, () => store.EndUsers.AddAsync(make.User("changed", Sample.Hub), Cancellation)); // is in the way
        EndUserEdit[] edits =
        [
            new EndUserEdit.SetConnection(make.Changed(user.Connections[0])),
            new EndUserEdit.SetVariables(user.Activations[0].Id, JsonText.EmptyObject, 2, Sample.Now),
        ];
        var change = make.Change(user, edits);
        Assert.True(await sent.ExpectAsync(One, () => store.EndUsers.SaveAsync(change, Cancellation)));
        Assert.False(await sent.ExpectAsync(One, () => store.EndUsers.SaveAsync(make.Change(user, edits), Cancellation))); // is stale
        Assert.True(await sent.ExpectAsync(One, () => store.EndUsers.DeleteAsync(user, Cancellation)));
    }

    private async Task ChangeHubAsync()
    {
        var hub = make.NewHub();
        await store.Hubs.AddAsync(hub, Cancellation);
        await sent.ExpectAsync(One, () => store.Hubs.SaveAsync(hub, hub with { Name = "Renamed", Version = 2 }, Cancellation));
        await sent.ExpectAsync(One, () => Done(store.Hubs.SetDefaultAsync(hub.OrganisationId, hub.Id, Cancellation)));
        await sent.ExpectAsync(One, () => Done(store.Hubs.ClearDefaultAsync(hub.OrganisationId, hub.Id, Cancellation)));
    }

    private async Task ChangeIntegrationAsync()
    {
        var integration = make.Integration(make.Template());
        await store.Integrations.AddAsync(integration, Cancellation);
        await sent.ExpectAsync(
            One, () => store.Integrations.SaveAsync(integration, integration with { Name = "Renamed", Version = 2 }, Cancellation));
    }

    private async Task ChangeKeysAsync()
    {
        var (key, signingKey) = (make.ApiKey(), make.SigningKey(Sample.Hub));
        await store.ApiKeys.AddAsync(key, Cancellation);
        await store.SigningKeys.AddAsync(signingKey, Cancellation);
        var uses = ImmutableDictionary<ApiKeyId, DateTimeOffset>.Empty.Add(key.Id, Sample.Now);
        await sent.ExpectAsync(One, () => store.ApiKeys.LoadAsync(key.Id, Cancellation));
        await sent.ExpectAsync(One, () => Done(store.ApiKeys.RecordUsesAsync(uses, Cancellation)));
        await sent.ExpectAsync(One, () => store.ApiKeys.RevokeAsync(Reach.Everything, key.Id, Sample.Now, Cancellation));
        await sent.ExpectAsync(One, () => store.SigningKeys.LoadAsync(signingKey.Id, Cancellation));
        await sent.ExpectAsync(One, () => store.SigningKeys.DeleteAsync(Reach.Everything, signingKey.Id, Cancellation));
    }

    private async Task ListAsync<TId, TRow>(QueryPromise promise, Func<PageRequest<TId>, Task<Page<TRow>>> listAsync)
        where TId : struct, IId<TId>
    {
        var id = TId.From(users[Many / 2].Id.Value);
        foreach (var page in new[] { new PageRequest<TId>(Limit), new(Limit, After: id), new(Limit, Before: id) })
            await sent.ExpectAsync(promise, () => listAsync(page));
    }

    private EndUser NewUser(string externalId, bool hasActivation)
    {
        var connection = make.Connection();
        var user = make.User(externalId, Sample.Hub, connection);
        if (!hasActivation)
            return user;
        var activation = make.ActivationOf(common, connection);
        return user with { Activations = [activation], Usage = user.Usage with { Activations = 1 } };
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
