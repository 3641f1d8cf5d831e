using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G5")]
    public async Task A_signing_key_comes_back_unchanged_after_reopening()
    {
        var key = await AddAsync(make.SigningKey(Sample.Hub) with
        {
            Name = "Zoë's 日本 🎉 %_\\ \u2028 $set a.b",
            Algorithm = "RS256",
            PublicKeyPem = $"-----BEGIN PUBLIC KEY-----\n{new string('A', 16_384)}\n-----END PUBLIC KEY-----\n",
            CreatedAt = Now.AddMilliseconds(1),
        });

        await UnderTest.ReopenAsync();

        Assert.Equal(Snapshot.Of(key), Snapshot.Of(await LoadAsync(key)));
        Assert.Null(await SigningKeys.LoadAsync(make.NextId<SigningKeyId>(), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_second_signing_key_with_the_same_id_is_refused_whatever_its_hub_is()
    {
        var key = await AddAsync(make.SigningKey(Sample.Hub));

        foreach (var hub in new[] { Sample.Hub, Sample.OtherHub })
            Assert.False(await SigningKeys.AddAsync(make.SigningKey(hub) with { Id = key.Id, Name = "Second" }, Cancellation));

        Assert.Equal(Snapshot.Of(key), Snapshot.Of(await LoadAsync(key)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_deleted_signing_key_is_gone_after_reopening_and_no_other()
    {
        var (key, bystander) = (await AddAsync(make.SigningKey(Sample.Hub)), await AddAsync(make.SigningKey(Sample.Hub)));

        Assert.True(await SigningKeys.DeleteAsync(Reach.Everything, key.Id, Cancellation));
        Assert.False(await SigningKeys.DeleteAsync(Reach.Everything, key.Id, Cancellation));
        await UnderTest.ReopenAsync();

        Assert.Null(await LoadAsync(key));
        Assert.Equal(Snapshot.Of(bystander), Snapshot.Of(await LoadAsync(bystander)));
        Assert.True(await SigningKeys.AddAsync(key, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task Signing_keys_are_listed_and_counted_by_hub()
    {
        var keys = new List<SigningKey>();
        for (var i = 0; i < 3; i++)
            keys.Add(await AddAsync(make.SigningKey(Sample.Hub)));
        await AddAsync(make.SigningKey(Sample.OtherHub));

        var first = await SigningKeys.ListAsync(Reach.Everything, Sample.Hub, new PageRequest<SigningKeyId>(2), Cancellation);
        var rest = await SigningKeys.ListAsync(
            Reach.Everything, Sample.Hub, new PageRequest<SigningKeyId>(2, After: first.Rows[^1].Id), Cancellation);

        Assert.Equal(keys[..2].Select(Snapshot.Of), first.Rows.Select(Snapshot.Of));
        Assert.Equal(keys[2..].Select(Snapshot.Of), rest.Rows.Select(Snapshot.Of));
        Assert.Equal((false, true, true, false), (first.HasPrevious, first.HasNext, rest.HasPrevious, rest.HasNext));
        Assert.Equal(3, await SigningKeys.CountAsync(Reach.Everything, Sample.Hub, Cancellation));
        Assert.Equal(0, await SigningKeys.CountAsync(Reach.Everything, make.NextId<HubId>(), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task Signing_keys_are_walked_in_both_directions_while_rows_come_and_go()
    {
        var random = SeededRandom();
        var (kept, coming) = Split(Enumerable.Range(0, Rows).Select(_ => make.SigningKey(Sample.Hub)), random);
        foreach (var key in kept)
            await AddAsync(key);

        await Walk.ById<SigningKeyId, SigningKey>(
                page => SigningKeys.ListAsync(Reach.Everything, Sample.Hub, page, Cancellation), key => key.Id)
            .AssertNoneTwiceNoneSkippedAsync(
                [.. kept.Select(key => key.Id)],
                async () =>
                {
                    var key = coming[random.Next(coming.Count)];
                    if (!await SigningKeys.DeleteAsync(Reach.Everything, key.Id, Cancellation))
                        await AddAsync(key);
                },
                random);
    }

    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task A_signing_key_beyond_the_reach_is_not_listed_counted_or_deleted()
    {
        var key = await AddAsync(make.SigningKey(Sample.Hub));
        Reach[] others =
        [
            Reach.Of(make.NextId<OrganisationId>()),
            Reach.Of(Organisation, [Sample.OtherHub]),
            Reach.Of(make.NextId<OrganisationId>(), [Sample.Hub]),
            Reach.Of(new EndUserKey(Sample.Hub, "ann")),
        ];

        foreach (var reach in others)
        {
            Assert.Empty((await SigningKeys.ListAsync(reach, Sample.Hub, new PageRequest<SigningKeyId>(9), Cancellation)).Rows);
            Assert.Equal(0, await SigningKeys.CountAsync(reach, Sample.Hub, Cancellation));
            Assert.False(await SigningKeys.DeleteAsync(reach, key.Id, Cancellation));
        }

        Assert.Equal(Snapshot.Of(key), Snapshot.Of(await LoadAsync(key)));
        Assert.Equal(1, await SigningKeys.CountAsync(Reach.Of(Organisation), Sample.Hub, Cancellation));
        Assert.True(await SigningKeys.DeleteAsync(Reach.Of(Organisation, [Sample.Hub]), key.Id, Cancellation));
    }

    /// <summary>Stores a key that must be new.</summary>
    private async Task<SigningKey> AddAsync(SigningKey key)
    {
        Assert.True(await SigningKeys.AddAsync(key, Cancellation));
        return key;
    }

    private Task<SigningKey?> LoadAsync(SigningKey key) => SigningKeys.LoadAsync(key.Id, Cancellation);
}
