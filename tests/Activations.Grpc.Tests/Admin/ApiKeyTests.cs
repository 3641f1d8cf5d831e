using Activations.Access;
using Activations.Grpc.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using ApiKey = Activations.V1.ApiKey;

namespace Activations.Grpc.Tests.Admin;

/// <summary>API keys: made, listed, revoked.</summary>
public abstract class ApiKeyTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_says_all_that_it_was_made_with_and_its_secret_once(Transport transport)
    {
        var hubs = new[] { await Catalogue.AddHubAsync(), await Catalogue.AddHubAsync() }.Select(id => id.ToString()).ToList();
        var end = DateTimeOffset.FromUnixTimeMilliseconds(4_000_000_000_123).ToTimestamp();

        var reply = (await On(transport).CallAsync(new CreateApiKeyRequest
        {
            Name = "Zoë's back end",
            OrganisationId = Catalogue.Organisation.ToString(),
            HubIds = { hubs[0], hubs[1].ToLowerInvariant(), hubs[0] },
            Scopes = { "credentials", "read" },
            ExpiresAt = end + new Duration { Nanos = 456_789 },
        })).Reply;

        Assert.Equal(
            new ApiKey
            {
                Id = reply.ApiKey.Id,
                Name = "Zoë's back end",
                OrganisationId = Catalogue.Organisation.ToString(),
                HubIds = { hubs },
                Scopes = { "read", "credentials" },
                CreatedAt = reply.ApiKey.CreatedAt,
                ExpiresAt = end,
            },
            reply.ApiKey);
        Assert.True(ApiKeyText.TryParse(reply.Key, out var text));
        Assert.Equal(reply.ApiKey.Id, text.Id.ToString());
        var stored = await Service.Store.ApiKeys.LoadAsync(text.Id, Cancellation);
        Assert.True(text.Matches(stored!.Hash));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_for_all_of_an_organisation_names_no_hub_and_need_not_end(Transport transport)
    {
        var reply = (await CreateAsync(transport, Catalogue.NewId())).Reply.ApiKey;

        Assert.Empty(reply.HubIds);
        Assert.Equal((null, null, null), (reply.ExpiresAt, reply.RevokedAt, reply.LastUsedAt));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task No_cache_keeps_a_key(Transport transport)
    {
        var answer = await CreateAsync(transport, Catalogue.NewId());

        Assert.Equal("no-store", answer.Header("cache-control"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Neither_a_list_nor_a_log_has_the_secret(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var made = (await CreateAsync(transport, organisation)).Reply;
        var listed = (await On(transport).CallAsync(new ListApiKeysRequest { OrganisationId = organisation })).Reply;
        var revoked = (await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = made.ApiKey.Id })).Reply;

        var secret = made.Key[^43..];
        Assert.DoesNotContain(secret, $"{listed} {revoked}", StringComparison.Ordinal);
        Assert.DoesNotContain(Service.Log.Entries, entry => entry.Text.Contains(secret, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Each_change_of_a_key_is_a_line_in_the_audit_log(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var key = (await CreateAsync(transport, organisation)).Reply.ApiKey;
        await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = key.Id });

        Assert.Collection(
            Service.Log.Entries.Where(e => e.Category == AuditLog.Category && e.Text.Contains(key.Id, StringComparison.Ordinal)),
            line => Assert.StartsWith(
                $"anybody created API key {key.Id} for organisation {organisation}, hubs all, scopes read", line.Text, StringComparison.Ordinal),
            line => Assert.StartsWith($"anybody revoked API key {key.Id} at 2", line.Text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_a_new_key_is_reported_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateApiKeyRequest
        {
            OrganisationId = "nonsense",
            HubIds = { Catalogue.NewId(), "nonsense" },
            Scopes = { "read", "Read", "read", "nonsense" },
            ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1).ToTimestamp(),
        });

        answer.Refusal.AsInvalid(
            "name", "organisationId", "hubIds[1]", "scopes[1]", "scopes[2]", "scopes[3]", "expiresAt");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_without_scopes_or_for_too_many_hubs_is_refused(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateApiKeyRequest
        {
            Name = "A key",
            OrganisationId = Catalogue.NewId(),
            HubIds = { Enumerable.Range(0, 101).Select(_ => Catalogue.NewId()) },
        });

        answer.Refusal.AsInvalid("hubIds", "scopes");
    }

    [Theory]
    [InlineData("\"tomorrow\"")]
    [InlineData("1")]
    [InlineData("\"1969-12-31T23:59:59Z\"")]
    [InlineData("\"2000-02-30T00:00:00Z\"")]
    public async Task An_end_that_is_not_a_time_to_come_is_named(string end)
    {
        var answer = await Service.Rest.PostAsync(
            "/api-keys", $$"""{"name": "a", "organisationId": "{{Catalogue.NewId()}}", "scopes": ["read"], "expiresAt": {{end}}}""");

        answer.AsRefusal().AsInvalid("expiresAt");
    }

    [Fact]
    public async Task An_end_that_no_time_is_is_refused()
    {
        var answer = await On(Transport.Grpc).CallAsync(new CreateApiKeyRequest
        {
            Name = "A key",
            OrganisationId = Catalogue.NewId(),
            Scopes = { "read" },
            ExpiresAt = new Timestamp { Seconds = long.MaxValue, Nanos = -1 },
        });

        answer.Refusal.AsInvalid("expiresAt");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_must_exist_be_live_and_belong_to_the_organisation(Transport transport)
    {
        var deleted = (await Catalogue.AddHubAsync()).ToString();
        await On(transport).CallAsync(new DeleteHubRequest { HubId = deleted });
        var foreign = (await ApiScene.CreateAsync(On(transport))).HubId;
        var own = (await Catalogue.AddHubAsync()).ToString();

        foreach (var hub in new[] { deleted, foreign, Catalogue.NewId() })
        {
            var answer = await CreateAsync(transport, Catalogue.Organisation.ToString(), own, hub);
            answer.Refusal.As(ErrorReason.HubNotFound);
        }
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Keys_are_paged_both_ways_by_organisation(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var keys = new List<ApiKey>();
        for (var i = 0; i < 5; i++)
            keys.Add((await CreateAsync(transport, organisation)).Reply.ApiKey);
        keys[1] = (await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = keys[1].Id })).Reply;
        await CreateAsync(transport, Catalogue.NewId());
        var request = new ListApiKeysRequest { OrganisationId = organisation, First = 2 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        Assert.Equal([2, 2, 1], forward.Select(p => p.ApiKeys.Count));
        Assert.Equal(keys, forward.SelectMany(p => p.ApiKeys));
        Assert.Equal(keys[..4], backward.SelectMany(p => p.ApiKeys));
        Assert.All([.. forward, .. backward], page => Assert.Equal(5, page.TotalCount));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_cursor_of_another_organisation_is_refused(Transport transport)
    {
        var organisation = Catalogue.NewId();
        await CreateAsync(transport, organisation);
        await CreateAsync(transport, organisation);
        var page = (await On(transport).CallAsync(new ListApiKeysRequest { OrganisationId = organisation, First = 1 })).Reply;

        var elsewhere = await On(transport).CallAsync(new ListApiKeysRequest { After = page.Next });

        elsewhere.Refusal.AsInvalid("after");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_that_is_revoked_twice_keeps_the_first_time(Transport transport)
    {
        var key = (await CreateAsync(transport, Catalogue.NewId())).Reply.ApiKey;

        var first = (await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = key.Id })).Reply;
        var second = (await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = key.Id })).Reply;

        Assert.NotNull(first.RevokedAt);
        Assert.Equal(first, second);
        Assert.Equal(new ApiKey(key) { RevokedAt = first.RevokedAt }, first);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_that_does_not_exist_is_not_revoked(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new RevokeApiKeyRequest { ApiKeyId = "nonsense" });

        unknown.Refusal.As(ErrorReason.ApiKeyNotFound);
        malformed.Refusal.AsInvalid("apiKeyId");
    }

    private Task<Answer<CreateApiKeyResponse>> CreateAsync(Transport transport, string organisation, params string[] hubs) =>
        On(transport).CallAsync(new CreateApiKeyRequest
        {
            Name = "A key",
            OrganisationId = organisation,
            HubIds = { hubs },
            Scopes = { "read" },
        });
}

public sealed class ApiKeysOnSqlite(SqliteService service) : ApiKeyTests(service), IClassFixture<SqliteService>;

public sealed class ApiKeysOnMongoDb(MongoDbService service) : ApiKeyTests(service), IClassFixture<MongoDbService>;
