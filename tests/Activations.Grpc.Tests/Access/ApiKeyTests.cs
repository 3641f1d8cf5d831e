using Activations.Access;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Errors;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.V1;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Tests.Access;

/// <summary>How API keys are checked.</summary>
public abstract class ApiKeyTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    private static readonly ListHubsRequest Anything = new() { OrganisationId = Catalogue.NewId() };

    [Fact]
    public async Task A_revocation_is_seen_by_another_service_within_5_seconds_and_at_once_where_it_is_told()
    {
        var time = new ShiftedTime();
        await using var guarded = await StartAsync(time);
        var header = await Keys.AddAsync(Service.Store, Catalogue.NewId());
        var id = Keys.IdOf(header);
        Assert.True((await guarded.AskAsync(Transport.Rest, Anything, header)).IsSuccess);

        await Service.Store.ApiKeys.RevokeAsync(Reach.Everything, id, time.GetUtcNow(), Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));
        var later = await guarded.AskAsync(Transport.Rest, Anything, header);

        Assert.Equal("The API key was revoked.", later.Refusal!.As(ErrorReason.Unauthenticated).Message);

        var another = await Keys.AddAsync(Service.Store, Catalogue.NewId());
        Assert.True((await guarded.AskAsync(Transport.Rest, Anything, another)).IsSuccess);
        await Service.Store.ApiKeys.RevokeAsync(Reach.Everything, Keys.IdOf(another), time.GetUtcNow(), Cancellation);
        guarded.Part<KnownApiKeys>().Forget(Keys.IdOf(another));
        (await guarded.AskAsync(Transport.Rest, Anything, another)).Refusal!.As(ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task A_key_that_ends_is_refused_from_then_on_although_it_is_known()
    {
        var time = new ShiftedTime();
        await using var guarded = await StartAsync(time);
        var header = await Keys.AddAsync(Service.Store, Catalogue.NewId(), expiresAt: time.GetUtcNow().AddSeconds(60));

        Assert.True((await guarded.AskAsync(Transport.Grpc, Anything, header)).IsSuccess);
        time.Advance(TimeSpan.FromSeconds(61));
        var refused = await guarded.AskAsync(Transport.Grpc, Anything, header);

        Assert.Equal("The API key has expired.", refused.Refusal!.As(ErrorReason.Unauthenticated).Message);
    }

    [Fact]
    public async Task Whether_a_key_was_revoked_is_told_to_its_holder_alone()
    {
        var guarded = await GuardedAsync();
        var revoked = await Keys.AddAsync(Service.Store, Catalogue.NewId(), revokedAt: DateTimeOffset.UtcNow.AddDays(-1));
        var unknown = $"Bearer {ApiKeyText.Create(Catalogue.New<ApiKeyId>()).Reveal()}";
        var wrong = revoked[..^2] + (revoked[^2] == 'A' ? "BA" : "AA");

        var byWrong = await guarded.AskAsync(Transport.Rest, Anything, wrong);
        var byUnknown = await guarded.AskAsync(Transport.Rest, Anything, unknown);

        Assert.Equal(byUnknown.Everything, byWrong.Everything);
        Assert.DoesNotContain(wrong["Bearer ".Length..], byWrong.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_use_costs_no_write_and_is_written_when_the_service_stops()
    {
        var header = await Keys.AddAsync(Service.Store, Catalogue.NewId());
        var before = DateTimeOffset.UtcNow;
        await using (var guarded = await StartAsync(TimeProvider.System))
        {
            for (var i = 0; i < 10; i++)
                Assert.True((await guarded.AskAsync(Transport.Grpc, Anything, header)).IsSuccess);
            Assert.Null((await LoadAsync(header)).LastUsedAt);
            await guarded.StopAsync();
        }

        Assert.InRange((await LoadAsync(header)).LastUsedAt!.Value, before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("Bearer ")]
    public async Task The_scheme_is_the_same_in_either_case(string scheme)
    {
        var guarded = await GuardedAsync();
        var key = (await Keys.AddAsync(Service.Store, Catalogue.NewId()))["Bearer ".Length..];

        foreach (var transport in Enum.GetValues<Transport>())
            Assert.True((await guarded.AskAsync(transport, Anything, $"{scheme} {key}")).IsSuccess);
    }

    [Fact]
    public async Task A_header_that_is_not_one_credential_is_refused()
    {
        var guarded = await GuardedAsync();
        var header = await Keys.AddAsync(Service.Store, Catalogue.NewId());
        var key = header["Bearer ".Length..];
        string[] headers =
        [
            key, "Bearer", $"Basic {key}", $"Bearer {key} {key}", $"Bearer {key}, Bearer {key}", $"JWT {key}", $"Bearer\t{key}",
            $"Bearer {key}x", $"Bearer {key[..^1]}", $"Bearer \"{key}\"", $"Token token={key}",
        ];
        foreach (var wrong in headers)
            foreach (var transport in Enum.GetValues<Transport>())
                (await guarded.AskAsync(transport, Anything, wrong)).Refusal!.As(ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task Two_headers_are_refused_even_if_each_is_all_right()
    {
        var guarded = await GuardedAsync();
        var header = await Keys.AddAsync(Service.Store, Catalogue.NewId());

        var overGrpc = await guarded.On(Transport.Grpc).CallAsync(
            Anything, new Header("authorization", header), new Header("authorization", header));
        overGrpc.Refusal.As(ErrorReason.Unauthenticated);
        var overRest = await guarded.On(Transport.Rest).CallAsync(
            Anything, new Header("Authorization", header), new Header("Authorization", header));
        overRest.Refusal.As(ErrorReason.Unauthenticated);
    }

    private async Task<Activations.Access.ApiKey> LoadAsync(string header) =>
        (await Service.Store.ApiKeys.LoadAsync(Keys.IdOf(header), Cancellation))!;

    private Task<ServiceUnderTest> StartAsync(TimeProvider time) =>
        ServiceUnderTest.StartAsync(["--Activations:Auth:Mode=required"], Service.Store, time);
}

public sealed class ApiKeysOnSqlite(SqliteService service) : ApiKeyTests(service), IClassFixture<SqliteService>;

public sealed class ApiKeysOnMongoDb(MongoDbService service) : ApiKeyTests(service), IClassFixture<MongoDbService>;

/// <summary>How callers fare while the store can't be reached.</summary>
public sealed class UnavailableStoreTests
{
    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task Nobody_is_UNAUTHENTICATED_because_the_store_is_unavailable(Transport transport)
    {
        await using var store = new FailingStore { Failure = new StoreUnavailableException("The store can't be reached.") };
        await using var guarded = await ServiceUnderTest.StartAsync(["--Activations:Auth:Mode=required"], store);
        using var pair = SigningPair.Create("ES256");
        string[] credentials =
        [
            $"Bearer {ApiKeyText.Create(Catalogue.New<ApiKeyId>()).Reveal()}", $"JWT {pair.TokenOf("ann")}",
        ];

        foreach (var header in credentials)
        {
            var answer = await guarded.On(transport).CallAsync(
                new GetHubRequest { HubId = Catalogue.NewId() }, new Header("Authorization", header));
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Refusal.As(ErrorReason.Unavailable).RetryAfter);
        }

        Assert.Empty(guarded.Log.TakeErrors());
    }

    [Fact]
    public async Task Uses_that_can_not_be_written_are_kept_and_reported_once()
    {
        await using var store = new FailingStore { Failure = new StoreUnavailableException("The store can't be reached.") };
        await using var guarded = await ServiceUnderTest.StartAsync([], store);
        var uses = guarded.Part<KeyUses>();
        uses.Note(Catalogue.New<ApiKeyId>(), DateTimeOffset.UtcNow);

        await uses.FlushAsync(TestContext.Current.CancellationToken);
        await uses.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Single(guarded.Log.Entries, entry => entry.Text.Contains("last uses of 1 API keys", StringComparison.Ordinal));
        Assert.Empty(guarded.Log.TakeErrors());
    }
}
