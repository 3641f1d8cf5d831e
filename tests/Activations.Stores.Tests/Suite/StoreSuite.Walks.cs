using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    private const int Rows = 40;

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [Trait(Guarantee, "G7")]
    public async Task Users_are_walked_in_both_directions_while_rows_come_and_go(string search)
    {
        var random = SeededRandom();
        // Some match by their name, some by their external id, some by both.
        var users = Enumerable.Range(0, Rows).Select(i => i % 3 == 0
            ? make.User($"user {i}", Sample.Hub) with { DisplayName = $"Anna {i}" }
            : make.User($"ANN {i}", Sample.Hub) with { DisplayName = i % 3 == 1 ? "Ann" : "Bert" }).ToList();
        var filter = new EndUserFilter(Sample.Hub, SearchTerm.Of(search));
        var (kept, coming) = Split(users, random);
        foreach (var user in kept)
            await AddAsync(user);

        await Walk.ById<EndUserId, EndUserSummary>(page => EndUsers.ListAsync(Reach.Everything, filter, page, Cancellation), row => row.Id)
            .AssertNoneTwiceNoneSkippedAsync(
                [.. kept.Select(u => u.Id)],
                async () =>
                {
                    var user = coming[random.Next(coming.Count)];
                    if (!await EndUsers.DeleteAsync(user, Cancellation))
                        await AddAsync(user);
                },
                random);
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task Connections_are_walked_in_both_directions_while_rows_come_and_go()
    {
        var random = SeededRandom();
        var (kept, coming) = Split(Enumerable.Range(0, Rows).Select(i => make.Connection($"{i}")), random);
        var user = await AddAsync(make.User([.. kept]));
        var filter = new ConnectionFilter(user.Id, user.Key, []);

        await Walk.ById<ConnectionId, ConnectionSummary>(
                page => EndUsers.ListConnectionsAsync(Reach.Everything, filter, page, Cancellation), row => row.Id)
            .AssertNoneTwiceNoneSkippedAsync(
                [.. kept.Select(c => c.Id)],
                async () =>
                {
                    var connection = coming[random.Next(coming.Count)];
                    user = await SaveAsync(user, user.Connections.Contains(connection)
                        ? new EndUserEdit.RemoveConnection(connection.Id)
                        : new EndUserEdit.AddConnection(connection));
                },
                random);
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task Hubs_are_walked_in_both_directions_while_rows_come_and_go()
    {
        var random = SeededRandom();
        var (kept, coming) = Split(Enumerable.Range(0, Rows).Select(_ => make.NewHub()), random);
        foreach (var hub in kept.Concat(coming))
            await AddAsync(hub);

        await Walk.ById<HubId, Hub>(
                page => Hubs.ListAsync(Reach.Everything, kept[0].OrganisationId, page, Cancellation), row => row.Id)
            .AssertNoneTwiceNoneSkippedAsync(
                [.. kept.Select(h => h.Id)],
                async () =>
                {
                    var index = random.Next(coming.Count);
                    DateTimeOffset? deletedAt = coming[index].DeletedAt is null ? Now : null;
                    coming[index] = await SaveAsync(coming[index], hub => hub with { DeletedAt = deletedAt });
                },
                random);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("in", null)]
    [InlineData("", true)]
    [InlineData("in", true)]
    [Trait(Guarantee, "G7")]
    public async Task Integrations_are_walked_in_both_directions_while_rows_come_and_go(string search, bool? isDeployed)
    {
        var random = SeededRandom();
        var filter = new IntegrationFilter(Sample.Hub, isDeployed, SearchTerm.Of(search));
        var (kept, coming) = Split(
            Enumerable.Range(0, Rows).Select(i => make.Integration() with { IsDeployed = true, Name = $"Integration {-i}" }),
            random);
        foreach (var integration in kept.Concat(coming))
            await AddAsync(integration);

        await Walk.ById<IntegrationId, Integration>(
                page => Integrations.ListAsync(Reach.Everything, filter, page, Cancellation), row => row.Id)
            .AssertNoneTwiceNoneSkippedAsync(
                [.. kept.Select(i => i.Id)],
                async () =>
                {
                    var index = random.Next(coming.Count);
                    var wasThere = coming[index].DeletedAt is null && coming[index].IsDeployed;
                    coming[index] = await SaveAsync(coming[index], i => wasThere
                        ? i with { IsDeployed = false, DeletedAt = random.Next(2) == 0 ? null : Now }
                        : i with { IsDeployed = true, DeletedAt = null });
                },
                random);
    }

    /// <summary>Those that are there all the time, and those that come and go; at least one of each.</summary>
    private static (List<T> Kept, List<T> Coming) Split<T>(IEnumerable<T> rows, Random random)
    {
        var parts = rows.Index().ToLookup(r => r.Index > 1 ? random.Next(3) > 0 : r.Index == 0, r => r.Item);
        return ([.. parts[true]], [.. parts[false]]);
    }
}
