using System.Collections.Immutable;
using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    private static OrganisationId Organisation => Catalogue.Hub.OrganisationId;

    [Fact]
    [Trait(Guarantee, "G5")]
    public async Task An_API_key_comes_back_unchanged_after_reopening()
    {
        var plain = await AddAsync(make.ApiKey());
        var full = await AddAsync(make.ApiKey(Sample.OtherHub, Sample.Hub) with
        {
            Name = "Zoë's 日本 🎉 %_\\ \u2028 $set a.b",
            Scopes = KeyScopes.All,
            ExpiresAt = Now.AddMilliseconds(1),
            RevokedAt = Now.AddYears(7000),
            LastUsedAt = Now.AddMilliseconds(999),
        });

        await UnderTest.ReopenAsync();

        Assert.Equal(Snapshot.Of(plain), Snapshot.Of(await LoadAsync(plain)));
        Assert.Equal(Snapshot.Of(full), Snapshot.Of(await LoadAsync(full)));
        Assert.Null(await ApiKeys.LoadAsync(make.NextId<ApiKeyId>(), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_second_API_key_with_the_same_id_is_refused_and_the_first_left_as_it_is()
    {
        var key = await AddAsync(make.ApiKey());

        Assert.False(await ApiKeys.AddAsync(make.ApiKey() with { Id = key.Id, Name = "Second" }, Cancellation));

        Assert.Equal(Snapshot.Of(key), Snapshot.Of(await LoadAsync(key)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task An_API_key_that_is_revoked_twice_keeps_the_first_time()
    {
        var key = await AddAsync(make.ApiKey());
        var bystander = await AddAsync(make.ApiKey());

        var first = await ApiKeys.RevokeAsync(Reach.Everything, key.Id, Now.AddSeconds(1), Cancellation);
        var second = await ApiKeys.RevokeAsync(Reach.Everything, key.Id, Now.AddSeconds(2), Cancellation);
        await UnderTest.ReopenAsync();

        var revoked = Snapshot.Of(key with { RevokedAt = Now.AddSeconds(1) });
        Assert.Equal([revoked, revoked, revoked], new[] { first, second, await LoadAsync(key) }.Select(Snapshot.Of));
        Assert.Equal(Snapshot.Of(bystander), Snapshot.Of(await LoadAsync(bystander)));
        Assert.Null(await ApiKeys.RevokeAsync(Reach.Everything, make.NextId<ApiKeyId>(), Now, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Of_the_uses_of_an_API_key_the_latest_is_kept_and_keys_that_are_not_there_are_passed_over()
    {
        var (one, other, unused) = (await AddAsync(make.ApiKey()), await AddAsync(make.ApiKey()), await AddAsync(make.ApiKey()));
        var unknown = make.NextId<ApiKeyId>();

        await RecordAsync((one.Id, Now.AddMinutes(2)), (unknown, Now), (other.Id, Now.AddMinutes(1)));
        await RecordAsync((one.Id, Now.AddMinutes(1)), (other.Id, Now.AddMinutes(3)));
        await RecordAsync();
        await UnderTest.ReopenAsync();

        Assert.Equal(
            [Now.AddMinutes(2), Now.AddMinutes(3), null],
            new[] { await LoadAsync(one), await LoadAsync(other), await LoadAsync(unused) }.Select(key => key!.LastUsedAt));
        Assert.Null(await ApiKeys.LoadAsync(unknown, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task An_API_key_that_is_revoked_while_its_uses_are_noted_loses_neither()
    {
        var key = await AddAsync(make.ApiKey());

        await Task.WhenAll(Enumerable.Range(1, 16).Select(i => i % 4 == 0
            ? ApiKeys.RevokeAsync(Reach.Everything, key.Id, Now, Cancellation)
            : RecordAsync((key.Id, Now.AddMinutes(i)))));

        Assert.Equal(
            Snapshot.Of(key with { RevokedAt = Now, LastUsedAt = Now.AddMinutes(15) }), Snapshot.Of(await LoadAsync(key)));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task API_keys_are_listed_and_counted_by_organisation_those_that_were_revoked_too()
    {
        var keys = new List<ApiKey>();
        for (var i = 0; i < 3; i++)
            keys.Add(await AddAsync(make.ApiKey()));
        var elsewhere = await AddAsync(make.ApiKey() with { OrganisationId = make.NextId<OrganisationId>() });
        keys[1] = (await ApiKeys.RevokeAsync(Reach.Everything, keys[1].Id, Now, Cancellation))!;

        var first = await ApiKeys.ListAsync(Reach.Everything, Organisation, new PageRequest<ApiKeyId>(2), Cancellation);
        var rest = await ApiKeys.ListAsync(
            Reach.Everything, Organisation, new PageRequest<ApiKeyId>(2, After: first.Rows[^1].Id), Cancellation);
        var all = await ApiKeys.ListAsync(Reach.Everything, null, new PageRequest<ApiKeyId>(9), Cancellation);

        Assert.Equal(keys[..2].Select(Snapshot.Of), first.Rows.Select(Snapshot.Of));
        Assert.Equal(keys[2..].Select(Snapshot.Of), rest.Rows.Select(Snapshot.Of));
        Assert.Equal((false, true, true, false), (first.HasPrevious, first.HasNext, rest.HasPrevious, rest.HasNext));
        Assert.Equal([.. keys.Select(key => key.Id), elsewhere.Id], all.Rows.Select(key => key.Id));
        Assert.Equal(3, await ApiKeys.CountAsync(Reach.Everything, Organisation, Cancellation));
        Assert.Equal(4, await ApiKeys.CountAsync(Reach.Everything, null, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task API_keys_are_walked_in_both_directions_while_others_are_made()
    {
        var random = SeededRandom();
        var kept = new List<ApiKey>();
        for (var i = 0; i < 20; i++)
            kept.Add(await AddAsync(make.ApiKey()));

        await Walk.ById<ApiKeyId, ApiKey>(
                page => ApiKeys.ListAsync(Reach.Everything, Organisation, page, Cancellation), key => key.Id)
            .AssertNoneTwiceNoneSkippedAsync(
                [.. kept.Select(key => key.Id)],
                // Between the others, where a page may have been read already.
                () => AddAsync(make.ApiKey() with { Id = new ApiKeyId(kept[random.Next(kept.Count)].Id.Value.Neighbour(-1)) }, isNew: false),
                random);
    }

    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task An_API_key_is_in_a_reach_if_all_that_it_is_for_is()
    {
        var whole = await AddAsync(make.ApiKey());
        var ofHub = await AddAsync(make.ApiKey(Sample.Hub));
        var ofBoth = await AddAsync(make.ApiKey(Sample.Hub, Sample.OtherHub));
        var foreign = await AddAsync(make.ApiKey() with { OrganisationId = make.NextId<OrganisationId>() });

        await AssertReachableAsync(Reach.Everything, whole, ofHub, ofBoth, foreign);
        await AssertReachableAsync(Reach.Of(Organisation), whole, ofHub, ofBoth);
        await AssertReachableAsync(Reach.Of(foreign.OrganisationId), foreign);
        await AssertReachableAsync(Reach.Of(Organisation, [Sample.Hub, Sample.OtherHub]), ofHub, ofBoth);
        await AssertReachableAsync(Reach.Of(Organisation, [Sample.Hub]), ofHub);
        await AssertReachableAsync(Reach.Of(Organisation, [Sample.OtherHub]));
        await AssertReachableAsync(Reach.Of(Organisation, []));
        await AssertReachableAsync(Reach.Of(foreign.OrganisationId, [Sample.Hub]));
        await AssertReachableAsync(Reach.Of(new EndUserKey(Sample.Hub, "ann")));
    }

    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task An_API_key_beyond_the_reach_is_not_revoked()
    {
        var key = await AddAsync(make.ApiKey(Sample.Hub, Sample.OtherHub));
        Reach[] others =
        [
            Reach.Of(make.NextId<OrganisationId>()),
            Reach.Of(Organisation, [Sample.Hub]),
            Reach.Of(new EndUserKey(Sample.Hub, "ann")),
        ];

        foreach (var reach in others)
            Assert.Null(await ApiKeys.RevokeAsync(reach, key.Id, Now, Cancellation));

        Assert.Equal(Snapshot.Of(key), Snapshot.Of(await LoadAsync(key)));
        Assert.NotNull(await ApiKeys.RevokeAsync(
            Reach.Of(Organisation, [Sample.Hub, Sample.OtherHub]), key.Id, Now, Cancellation));
    }

    /// <summary>Those of these that can be reached are listed and counted, and no other key.</summary>
    private async Task AssertReachableAsync(Reach reach, params ApiKey[] keys)
    {
        var page = await ApiKeys.ListAsync(reach, null, new PageRequest<ApiKeyId>(9), Cancellation);

        Assert.Equal(keys.Select(key => key.Id), page.Rows.Select(key => key.Id));
        Assert.Equal(keys.Length, await ApiKeys.CountAsync(reach, null, Cancellation));
        var ofOrganisation = keys.Count(key => key.OrganisationId == Organisation);
        Assert.Equal(ofOrganisation, await ApiKeys.CountAsync(reach, Organisation, Cancellation));
    }

    private Task RecordAsync(params (ApiKeyId Key, DateTimeOffset At)[] uses) =>
        ApiKeys.RecordUsesAsync(uses.ToImmutableDictionary(use => use.Key, use => use.At), Cancellation);

    /// <summary>Stores a key that must be new, unless it need not be.</summary>
    private async Task<ApiKey> AddAsync(ApiKey key, bool isNew = true)
    {
        Assert.True(await ApiKeys.AddAsync(key, Cancellation) || !isNew);
        return key;
    }

    private Task<ApiKey?> LoadAsync(ApiKey key) => ApiKeys.LoadAsync(key.Id, Cancellation);
}
