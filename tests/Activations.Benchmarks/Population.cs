using System.Collections.Immutable;
using System.Globalization;
using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Stores;
using Activations.Time;

namespace Activations.Benchmarks;

/// <summary>One hub's integrations and users, and what it takes to activate: the service's own code on a store.</summary>
internal sealed class Population(IStore store)
{
    /// <summary>The hub of everything.</summary>
    public const string HubText = "01J0BENCHHVB00000000000001";

    private const int LoadingCallers = 256;

    private static readonly HubId Hub = Id.Parse<HubId>(HubText);

    private readonly UlidSource ids = new(TimeProvider.System);
    private readonly Activate activate = new(new NoSchemas(), new UlidSource(TimeProvider.System));
    private readonly EndUserChanger changer = new(store.EndUsers, new UlidSource(TimeProvider.System), TimeProvider.System);

    /// <summary>Who owns the hub.</summary>
    public static OrganisationId Organisation { get; } = Id.Parse<OrganisationId>("01J0BENCHRG000000000000001");

    /// <summary>Stores deployed integrations without templates and without a schema.</summary>
    public async Task<ImmutableArray<Integration>> AddIntegrationsAsync(int count)
    {
        ImmutableArray<Integration> integrations =
        [
            .. Enumerable.Range(0, count).Select(i => new Integration
            {
                Id = ids.Next<IntegrationId>(),
                HubId = Hub,
                OrganisationId = Organisation,
                Name = string.Create(CultureInfo.InvariantCulture, $"Integration {i}"),
                IsDeployed = true,
                Templates = [],
                CreatedAt = TimeProvider.System.GetUtcNowToTheMillisecond(),
            }),
        ];
        await ForEachAsync(integrations, i => store.Integrations.AddAsync(i, CancellationToken.None));
        await store.Hubs.AddAsync(
            new Hubs.Hub
            {
                Id = Hub,
                OrganisationId = Organisation,
                Name = "Benchmark",
                PrimaryConnector = new Connector
                {
                    Id = ids.Next<ConnectorId>(),
                    Name = "",
                    AuthScheme = new AuthScheme(JsonText.FromTrustedText("""{"schemeType":"api-key"}""")),
                },
                CreatedAt = TimeProvider.System.GetUtcNowToTheMillisecond(),
            },
            CancellationToken.None);
        return integrations;
    }

    /// <summary>Stores users who hold nothing; answers their external ids.</summary>
    public async Task<ImmutableArray<string>> AddUsersAsync(string prefix, int count)
    {
        ImmutableArray<string> names =
            [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}"))];
        await ForEachAsync(names, name => store.EndUsers.AddAsync(User(name), CancellationToken.None));
        return names;
    }

    /// <summary>Creates an activation, as CreateActivation does.</summary>
    public async Task<ActivationId> CreateAsync(string user, Integration integration, JsonText variables)
    {
        var now = TimeProvider.System.GetUtcNowToTheMillisecond();
        var draft = new ActivationDraft
        {
            User = new EndUserReference(user, default),
            IntegrationId = integration.Id,
            Connections = [],
            DynamicVariables = variables,
        };
        var (activated, _) = await changer.ChangeAsync(
            Reach.Everything,
            draft.User.In(Hub),
            draft.Parts(now),
            current => activate.Decide(integration, current, draft, now),
            CancellationToken.None);
        return activated.ActivationId;
    }

    /// <summary>Deletes an activation, as DeleteActivation does.</summary>
    public Task DeleteAsync(ActivationId id) => changer.ChangeAsync(
        Reach.Everything,
        new EndUserLookup.ByActivation(id),
        new EndUserParts { Activation = id },
        current => Deactivate.Decide(current, id, etags: null),
        CancellationToken.None);

    /// <summary>Does something with each item, as many callers at once as a store takes well.</summary>
    public static Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, Task> action, int callers = LoadingCallers)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < items.Count)
                await action(items[index]);
        })));
    }

    private EndUser User(string name) => new()
    {
        Id = ids.Next<EndUserId>(),
        Key = new EndUserKey(Hub, name),
        OrganisationId = Organisation,
        DisplayName = "",
        PrimaryConnectionId = null,
        Version = 1,
        Usage = default,
        CreatedAt = TimeProvider.System.GetUtcNowToTheMillisecond(),
        UpdatedAt = TimeProvider.System.GetUtcNowToTheMillisecond(),
        Parts = EndUserParts.Profile,
    };

    /// <summary>The integrations have no schema, so nothing is ever checked.</summary>
    private sealed class NoSchemas : IVariablesSchemas
    {
        public Violation? CheckSchema(JsonText schema) => null;

        public ImmutableArray<Violation> Check(JsonText? schema, JsonText variables) => [];
    }
}
