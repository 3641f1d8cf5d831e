using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Secrets;

namespace Activations.Stores.Tests.Sealed;

/// <summary>A rotation encrypts with the active key what is not yet, and changes nothing else.</summary>
public abstract class SecretRotationTests : SealedTests
{
    private static readonly SecretKey[] Ring = [SealedUnderTest.NextKey, SealedUnderTest.Key];

    [Fact]
    public async Task After_a_rotation_the_older_key_is_not_needed_and_nothing_else_has_changed()
    {
        var held = await HoldAsync(users: 5);
        var before = await SnapshotsAsync(UnderTest.Store, held);

        var steps = await RotateAsync();

        Assert.Equal(before, await SnapshotsAsync(UnderTest.With(SealedUnderTest.NextKey), held));
        // 2 hubs, 2 integrations with 2 templates each, 5 users with 2 connections of 2 credentials each
        Assert.Equal(2 + 2 + 5, steps.Sum(s => s.Seen));
        Assert.Equal(2 + 4 + 20, steps.Sum(s => s.Rotated));
        Assert.Equal((0, null), (steps[^1].Remaining, steps[^1].Next));
        Assert.Equal([.. steps.Select(s => s.Remaining).OrderDescending()], steps.Select(s => s.Remaining));
        Assert.DoesNotContain("key-1", string.Concat(await SnapshotsAsync(UnderTest.Stored, held)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_in_clear_is_sealed()
    {
        var held = await HoldAsync(users: 2, UnderTest.Stored);
        var before = await SnapshotsAsync(UnderTest.Stored, held);

        await RotateAsync();

        Assert.Equal(before, await SnapshotsAsync(UnderTest.With(SealedUnderTest.NextKey), held));
        Assert.DoesNotContain("s3cret", string.Concat(await SnapshotsAsync(UnderTest.Stored, held)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_that_ended_halfway_is_begun_anew_and_passes_over_what_is_done()
    {
        var held = await HoldAsync(users: 120);
        var rotation = Rotation();
        var rotated = 0;
        string? next = null;
        for (var step = 0; step < 4; step++) // hubs, integrations, and some of the users
        {
            var did = await rotation.RotateNextAsync(next, Cancellation);
            (rotated, next) = (rotated + did.Rotated, did.Next);
        }

        Assert.NotNull(next);
        await UnderTest.ReopenAsync();
        var rest = await RotateAsync();

        Assert.Equal(2 + 4 + 480, rotated + rest.Sum(s => s.Rotated));
        Assert.True(rest.Sum(s => s.Rotated) > 0);
        Assert.Equal(0, (await RotateAsync()).Sum(s => s.Rotated));
        await SnapshotsAsync(UnderTest.With(SealedUnderTest.NextKey), held);
    }

    [Fact]
    public async Task Changes_by_others_during_a_rotation_are_not_lost()
    {
        var held = await HoldAsync(users: 10);
        var store = UnderTest.With(Ring);
        var (users, hubs) = (ChangerOf(store), new HubChanger(store.Hubs, TimeProvider.System));
        var integrations = new IntegrationChanger(store.Integrations, store.EndUsers, TimeProvider.System);

        // The rotation has a changer of its own, as if on another replica: what collides is told by the version.
        var renames = Enumerable.Range(0, 10).Select(async round =>
        {
            foreach (var hub in held.Hubs.Where(h => h.DeletedAt is null))
                await hubs.ChangeAsync(Reach.Everything, hub.Id, h => h with { Name = $"{h.Name}+" }, Cancellation);
            foreach (var integration in held.Integrations.Where(i => i.DeletedAt is null))
                await integrations.ChangeAsync(Reach.Everything, integration.Id, i => i with { Name = $"{i.Name}+" }, Cancellation);
            foreach (var user in held.Users)
                await RenameAsync(users, user);
        });
        await Task.WhenAll([RotateAsync(), .. renames]);
        await RotateAsync();

        var after = UnderTest.With(SealedUnderTest.NextKey);
        Assert.All(held.Users, user => Assert.EndsWith(
            new string('+', 10), LoadAsync(after, user).GetAwaiter().GetResult().Connections.MinBy(c => c.Id.Value)!.Name, StringComparison.Ordinal));
        var name = (await after.Hubs.LoadAsync(Reach.Everything, held.Hubs[0].Id, Cancellation))!.Name;
        Assert.EndsWith(new string('+', 10), name, StringComparison.Ordinal);
        name = (await after.Integrations.LoadAsync(Reach.Everything, held.Integrations[0].Id, Cancellation))!.Name;
        Assert.EndsWith(new string('+', 10), name, StringComparison.Ordinal);
        await SnapshotsAsync(after, held);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_opened_ends_the_rotation_and_is_left_as_it_is()
    {
        var held = await HoldAsync(users: 1);
        var before = await SnapshotsAsync(UnderTest.Stored, held);

        await Assert.ThrowsAsync<SecretUnreadableException>(
            () => Rotation(SealedUnderTest.NextKey).RotateNextAsync(null, Cancellation));

        Assert.Equal(before, await SnapshotsAsync(UnderTest.Stored, held));
    }

    [Fact]
    public async Task Without_a_key_there_is_no_rotation() =>
        await Assert.ThrowsAsync<SecretsKeyMissingException>(() => Rotation([]).RotateNextAsync(null, Cancellation));

    [Theory]
    [InlineData("x")]
    [InlineData("Hubs")]
    [InlineData("Hubs..")]
    [InlineData("Hubs..-1")]
    [InlineData("Others..1")]
    [InlineData("0..1")]
    [InlineData("Hubs.x.1")]
    public async Task A_position_that_is_none_is_refused(string after) =>
        await Assert.ThrowsAsync<InvalidRequestException>(() => Rotation().RotateNextAsync(after, Cancellation));

    private static async Task RenameAsync(EndUserChanger users, EndUser user)
    {
        var id = user.Connections[0].Id;
        await users.ChangeAsync(
            Reach.Everything,
            new EndUserLookup.ByKey(user.Key),
            new EndUserParts { Connections = [id] },
            loaded => loaded.FindConnection(id) is var connection
                ? Decision.Save(true, [new EndUserEdit.SetConnection(connection! with { Name = $"{connection.Name}+" })], loaded.Usage)
                : throw new InvalidOperationException(),
            Cancellation);
    }

    private SecretRotation Rotation() => Rotation(Ring);

    private SecretRotation Rotation(params SecretKey[] keys)
    {
        var store = UnderTest.With(keys);
        return new SecretRotation(store, new Sealer(new SecretKeys(keys)), ChangerOf(store), TimeProvider.System);
    }

    private async Task<List<RotationStep>> RotateAsync()
    {
        var (rotation, steps) = (Rotation(), new List<RotationStep>());
        do
            steps.Add(await rotation.RotateNextAsync(steps.LastOrDefault()?.Next, Cancellation));
        while (steps[^1].Next is not null);
        return steps;
    }

    /// <summary>Stores records with secrets, tombstones among them.</summary>
    private async Task<Held> HoldAsync(int users, IStore? store = null)
    {
        store ??= UnderTest.Store;
        var held = new Held(
            [SecretHub("s3cret"), SecretHub("s3cret") with { DeletedAt = Suite.Sample.Now }],
            [SecretIntegration("s3cret", "s3cret"), SecretIntegration("s3cret", "s3cret") with { DeletedAt = Suite.Sample.Now }],
            [.. Enumerable.Range(0, users).Select(_ => Make.User(SecretConnection("s3cret"), SecretConnection("s3cret")))]);
        foreach (var hub in held.Hubs)
            Assert.True(await store.Hubs.AddAsync(hub, Cancellation));
        foreach (var integration in held.Integrations)
            Assert.True(await store.Integrations.AddAsync(integration, Cancellation));
        foreach (var user in held.Users)
            Assert.True(await store.EndUsers.AddAsync(user, Cancellation));
        return held;
    }

    /// <summary>All that callers see of the records, and the secrets, without the versions.</summary>
    private static async Task<ImmutableArray<string>> SnapshotsAsync(IStore store, Held held)
    {
        var snapshots = ImmutableArray.CreateBuilder<string>();
        foreach (var hub in held.Hubs)
            snapshots.Add(WithoutVersion(await SnapshotAsync(store, hub)));
        foreach (var integration in held.Integrations)
            snapshots.Add(WithoutVersion(await SnapshotAsync(store, integration)));
        foreach (var user in held.Users)
            snapshots.Add(await SnapshotAsync(store, user));
        return snapshots.ToImmutable();
    }

    private static string WithoutVersion(string snapshot) =>
        System.Text.RegularExpressions.Regex.Replace(snapshot, " v[0-9]+ ", " ");

    private sealed record Held(ImmutableArray<Hub> Hubs, ImmutableArray<Integration> Integrations, ImmutableArray<EndUser> Users);
}
