using System.Text.RegularExpressions;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Paging;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sqlite;

/// <summary>Every statement finds its rows by an index, so that its cost does not grow with what others have stored.</summary>
public sealed partial class SqlitePlanTests : IAsyncLifetime
{
    private readonly Sample make = new(new UlidSource(TimeProvider.System));
    private SqliteUnderTest? underTest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SqliteUnderTest UnderTest =>
        underTest ?? throw new InvalidOperationException("The test was not initialized.");

    private IEndUserStore EndUsers => UnderTest.Store.EndUsers;

    public async ValueTask InitializeAsync() => underTest = await SqliteUnderTest.CreateAsync(Cancellation);

    public async ValueTask DisposeAsync() => await UnderTest.DisposeAsync();

    [Theory, MemberData(nameof(EachReach))]
    public async Task A_list_that_is_not_searched_is_read_in_the_order_of_an_index(string kind)
    {
        var reach = ReachOf(kind);
        var user = make.User();
        await ReadPagesAsync<HubId>(page => UnderTest.Store.Hubs.ListAsync(reach, user.OrganisationId, page, Cancellation));
        await ReadPagesAsync<EndUserId>(page => EndUsers.ListAsync(reach, new EndUserFilter(Sample.Hub), page, Cancellation));
        foreach (var isDeployed in new bool?[] { null, true })
        {
            await ReadPagesAsync<IntegrationId>(page => UnderTest.Store.Integrations.ListAsync(
                reach,
                new IntegrationFilter(Sample.Hub, isDeployed), page, Cancellation));
        }

        foreach (var connectors in new ConnectorId[][] { [], [make.NextId<ConnectorId>()] })
        {
            await ReadPagesAsync<ConnectionId>(page => EndUsers.ListConnectionsAsync(
                reach,
                new ConnectionFilter(user.Id, user.Key, [.. connectors]), page, Cancellation));
        }

        await AssertPlansAsync(step => !Scan.IsMatch(step) && !step.Contains("ORDER BY", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(EachReach))]
    public async Task A_search_reads_ranges_of_indexes(string kind)
    {
        var reach = ReachOf(kind);
        foreach (var text in new[] { "a", "\U0010FFFF", $"{make.NextId<EndUserId>()}" })
        {
            var users = new EndUserFilter(Sample.Hub, SearchTerm.Of(text));
            await ReadPagesAsync<EndUserId>(page => EndUsers.ListAsync(reach, users, page, Cancellation));
            await EndUsers.CountAsync(reach, users, Cancellation);
            foreach (var isDeployed in new bool?[] { null, true })
            {
                var integrations = new IntegrationFilter(Sample.Hub, isDeployed, SearchTerm.Of(text));
                await ReadPagesAsync<IntegrationId>(
                    page => UnderTest.Store.Integrations.ListAsync(reach, integrations, page, Cancellation));
                await UnderTest.Store.Integrations.CountAsync(reach, integrations, Cancellation);
            }
        }

        await AssertPlansAsync(step => !Scan.IsMatch(step));
    }

    [Theory, MemberData(nameof(EachReach))]
    public async Task Loads_and_saves_find_their_rows_by_an_index(string kind)
    {
        var reach = ReachOf(kind);
        await ChangeUserAsync();
        await ChangeHubAsync();
        await ChangeIntegrationAsync(reach);
        var parts = new EndUserParts
        {
            Activation = make.NextId<ActivationId>(),
            ActivationOf = make.NextId<IntegrationId>(),
            ActivationsBinding = make.NextId<ConnectionId>(),
            ActivatedIntegrations = true,
            Connections = [make.NextId<ConnectionId>()],
            RequestId = new RequestIdPart("key", Sample.Now),
        };
        var user = make.User(make.Connection());
        await EndUsers.AddAsync(user, Cancellation);
        EndUserLookup[] lookups =
        [
            new EndUserLookup.ByKey(user.Key),
            new EndUserLookup.ById(Sample.Hub, user.Id),
            new EndUserLookup.ByActivation(make.NextId<ActivationId>()),
            new EndUserLookup.ByConnection(user.Connections[0].Id),
        ];
        foreach (var lookup in lookups)
            await EndUsers.LoadAsync(reach, lookup, parts, Cancellation);

        await AssertPlansAsync(step => !Scan.IsMatch(step));
    }

    /// <summary>The ways in which a reach can be narrowed.</summary>
    public static TheoryData<string> EachReach => ["everything", "organisation", "hubs", "user"];

    private Reach ReachOf(string kind) => kind switch
    {
        "organisation" => Reach.Of(make.NextId<OrganisationId>()),
        "hubs" => Reach.Of(make.NextId<OrganisationId>(), [Sample.Hub, Sample.OtherHub]),
        "user" => Reach.Of(new EndUserKey(Sample.Hub, "user")),
        _ => Reach.Everything,
    };

    /// <summary>
    /// A step that reads a table from end to end; functions such as json_each and subqueries are no tables, and
    /// sqlite_master is read once, when the store is opened.
    /// </summary>
    [GeneratedRegex("^SCAN (?!json_each|binding|sqlite_master|\\()")]
    private static partial Regex Scan { get; }

    /// <summary>Saves each kind of edit once.</summary>
    private async Task ChangeUserAsync()
    {
        var (changed, removed) = (make.Connection(), make.Connection());
        var (first, second) = (make.Activation(changed), make.Activation(removed));
        var user = make.User(changed, removed);
        await EndUsers.AddAsync(user, Cancellation);
        EndUserEdit[][] changes =
        [
            [
                new EndUserEdit.AddActivation(first),
                new EndUserEdit.RememberRequestId(make.RequestId("key", Sample.Now), Sample.Now),
            ],
            [new EndUserEdit.AddActivation(second), new EndUserEdit.AddConnection(make.Connection())],
            [
                new EndUserEdit.SetConnection(make.Changed(changed)),
                new EndUserEdit.SetVariables(first.Id, JsonText.EmptyObject, 2, Sample.Now),
            ],
            [
                new EndUserEdit.RemoveConnection(removed.Id),
                new EndUserEdit.SetPrimaryConnection(null, Sample.Now),
                new EndUserEdit.RemoveActivations([second.Id]),
            ],
        ];
        foreach (var edits in changes)
        {
            var change = make.Change(user, edits);
            Assert.True(await EndUsers.SaveAsync(change, Cancellation));
            user = change.Apply();
        }

        Assert.True(await EndUsers.DeleteAsync(user, Cancellation));
    }

    private async Task ChangeHubAsync()
    {
        var (hubs, hub) = (UnderTest.Store.Hubs, make.NewHub());
        await hubs.AddAsync(hub, Cancellation);
        await hubs.SaveAsync(hub, hub with { Name = "Renamed" }, Cancellation);
        await hubs.SetDefaultAsync(hub.OrganisationId, hub.Id, Cancellation);
        await hubs.ClearDefaultAsync(hub.OrganisationId, hub.Id, Cancellation);
    }

    private async Task ChangeIntegrationAsync(Reach reach)
    {
        var (integrations, integration) = (UnderTest.Store.Integrations, make.Integration(make.Template()));
        await integrations.AddAsync(integration, Cancellation);
        await integrations.SaveAsync(integration, integration.WithUsedTemplates([]).With(make.Template()), Cancellation);
        await integrations.LoadByTemplateAsync(reach, integration.Templates[0].Id, Cancellation);
    }

    private static async Task ReadPagesAsync<TId>(Func<PageRequest<TId>, Task> readAsync)
        where TId : struct, IId<TId>
    {
        var id = TId.From(Ulid.NewUlid());
        foreach (var page in new[] { new PageRequest<TId>(20), new(20, After: id), new(20, Before: id) })
            await readAsync(page);
    }

    private async Task AssertPlansAsync(Predicate<string> isGood)
    {
        var plans = await UnderTest.SqliteStore.ExplainAsync();

        Assert.All(plans, plan => Assert.True(
            plan.All(step => isGood(step)), $"{plan.Key}\n\n{string.Join('\n', plan)}"));
    }
}
