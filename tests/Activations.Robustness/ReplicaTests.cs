using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Activations.Robustness.Faults.MongoDb;
using Activations.Robustness.Traffic;

namespace Activations.Robustness;

/// <summary>What holds for one service holds across two on one database.</summary>
public abstract class ReplicaTests(ReplicaScene scene)
{
    private const int Users = 20;
    private const int Creates = 64;

    /// <summary>Within which another replica refuses what was revoked: the README's words.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_request_id_sent_to_both_at_once_and_later_makes_one_activation()
    {
        var integration = await AddIntegrationAsync();
        var users = await AddUsersAsync(Users);

        foreach (var user in users)
        {
            var atOnce = await Task.WhenAll(new[] { scene.One, scene.Other, scene.One, scene.Other }.Select(
                replica => ActivateAsync(replica, user, integration, "the same")));
            var later = await ActivateAsync(scene.Other, user, integration, "the same");

            Assert.All(atOnce, answer => Assert.True(answer.IsSuccess, answer.ToString()));
            Assert.Single(atOnce, answer => !answer.IsReplayed);
            Assert.True(later.IsReplayed);
            Assert.Single(atOnce.Append(later).Select(answer => answer.Id).Distinct());
            Assert.Equal([later.Id], await ActivationsAsync(scene.One, user));
        }
    }

    [Fact]
    public async Task Of_many_creates_of_the_same_over_both_exactly_one_succeeds()
    {
        var integration = await AddIntegrationAsync();
        var user = (await AddUsersAsync(1))[0];

        var answers = await Task.WhenAll(Enumerable.Range(0, Creates).Select(i => ActivateAsync(Either(i), user, integration)));

        var made = Assert.Single(answers, answer => answer.IsSuccess);
        Assert.All(answers.Where(answer => answer != made), refused =>
        {
            Assert.Equal((409, "ACTIVATION_ALREADY_EXISTS"), (refused.Status, refused.Code));
            Assert.Contains(made.Id, refused.Body.ToString(), StringComparison.Ordinal);
        });
        Assert.Equal([made.Id], await ActivationsAsync(scene.One, user));
        Assert.Equal([made.Id], await ActivationsAsync(scene.Other, user));
    }

    [Fact]
    public async Task Of_many_creates_of_others_over_both_none_is_lost_and_none_doubled()
    {
        var integrations = new List<string>();
        for (var i = 0; i < Creates; i++)
            integrations.Add(await AddIntegrationAsync());
        var user = (await AddUsersAsync(1))[0];

        var answers = await Task.WhenAll(integrations.Select((id, i) => ActivateAsync(Either(i), user, id)));

        Assert.All(answers, answer => Assert.True(answer.IsSuccess, answer.ToString()));
        Assert.Equal(answers.Select(answer => answer.Id).Order(StringComparer.Ordinal), await ActivationsAsync(scene.Other, user));
    }

    [Fact]
    public async Task A_key_that_is_made_through_one_works_at_the_other_and_once_revoked_is_refused_there_in_time()
    {
        var integration = await AddIntegrationAsync();
        var (id, credentials) = await scene.AddKeyAsync();
        Task<RestAnswer> ReadAsync(Replica replica) => replica.GetAsync($"/integrations/{integration}", credentials);
        Assert.Equal(200, (await ReadAsync(scene.Other)).Status);
        Assert.Equal(200, (await ReadAsync(scene.One)).Status);

        // The key's successor works before the key itself is revoked, as when keys are changed.
        var (_, successor) = await scene.AddKeyAsync();
        Assert.Equal(200, (await scene.Other.GetAsync($"/integrations/{integration}", successor)).Status);
        Assert.Equal(200, (await scene.One.PostAsync($"/api-keys/{id}:revoke", new { })).Status);

        await AssertRefusedInTimeAsync(() => ReadAsync(scene.Other));
        Assert.Equal(401, (await ReadAsync(scene.One)).Status);
        Assert.Equal(200, (await scene.Other.GetAsync($"/integrations/{integration}", successor)).Status);
    }

    [Fact]
    public async Task A_signing_key_that_is_deleted_through_one_is_refused_at_the_other_in_time()
    {
        var user = (await AddUsersAsync(1))[0];
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = await scene.One.PostAsync(
            $"/hubs/{scene.Hub}/signing-keys", new { name = "site", publicKey = pair.ExportSubjectPublicKeyInfoPem() });
        Assert.Equal(201, made.Status);
        var token = $"Bearer {TokenOf(user, made.Id, pair)}";
        Task<RestAnswer> ReadAsync(Replica replica) => replica.GetAsync($"/embed/{scene.Hub}/users/{user}/activations", token);
        Assert.Equal(200, (await ReadAsync(scene.Other)).Status);
        Assert.Equal(200, (await ReadAsync(scene.One)).Status);

        Assert.Equal(204, (await scene.One.DeleteAsync($"/signing-keys/{made.Id}")).Status);

        await AssertRefusedInTimeAsync(() => ReadAsync(scene.Other));
        Assert.Equal(401, (await ReadAsync(scene.One)).Status);
    }

    [Fact]
    public async Task While_the_key_of_secrets_is_changed_each_reads_what_the_other_encrypted()
    {
        foreach (var (writer, reader) in new[] { (scene.One, scene.Other), (scene.Other, scene.One) })
        {
            var scheme = new { schemeType = "api-key", name = "X-Api-Key", @in = "header" };
            var credential = new { name = "key", type = "string", data = new { value = "s3cr3t" } };
            var user = await writer.PostAsync($"/hubs/{scene.Hub}/users", new
            {
                externalId = NewName(),
                primaryConnection = new { name = "Mine", credentials = new { action = new[] { new { authSchemeConfig = scheme, credential } } } },
            });
            Assert.Equal(201, user.Status);

            var connection = user.Body.GetProperty("primaryConnection").GetProperty("id").GetString();
            var read = await reader.GetAsync($"/connections/{connection}");

            Assert.True(read.IsSuccess, read.ToString());
        }
    }

    /// <summary>Nothing that was sent later than promised after the revocation was answered is accepted any more.</summary>
    private static async Task AssertRefusedInTimeAsync(Func<Task<RestAnswer>> readAsync)
    {
        var sinceRevoked = Stopwatch.StartNew();
        var lastAccepted = TimeSpan.Zero;
        while (true)
        {
            var sent = sinceRevoked.Elapsed;
            var answer = await readAsync();
            if (answer.Status != 200)
            {
                Assert.Equal(401, answer.Status);
                break;
            }

            lastAccepted = sent;
            Assert.True(sent < Patience, "It is not refused at all.");
            await Task.Delay(Pause, Cancellation);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"The last call that was accepted was sent {lastAccepted.TotalSeconds:0.00} s after the revocation.");
        Assert.InRange(lastAccepted, TimeSpan.Zero, Promised);
    }

    private Replica Either(int number) => number % 2 == 0 ? scene.One : scene.Other;

    private Task<string> AddIntegrationAsync() => scene.AddIntegrationAsync();

    private async Task<List<string>> AddUsersAsync(int count)
    {
        var users = Enumerable.Range(0, count).Select(_ => NewName()).ToList();
        foreach (var user in users)
            Assert.Equal(201, (await scene.One.PostAsync($"/hubs/{scene.Hub}/users", new { externalId = user })).Status);
        return users;
    }

    private static Task<RestAnswer> ActivateAsync(Replica replica, string user, string integration, string? requestId = null) =>
        replica.PostAsync("/activations", new { userId = user, integrationId = integration }, requestId);

    private async Task<IEnumerable<string?>> ActivationsAsync(Replica replica, string user)
    {
        var page = await replica.GetAsync($"/embed/{scene.Hub}/users/{user}/activations?first=100");
        Assert.Equal(200, page.Status);
        return page.Body.GetProperty("activations").EnumerateArray().Select(activation => activation.GetProperty("id").GetString());
    }

    private static string NewName() => $"user-{Guid.NewGuid():N}";

    /// <summary>A token of a user for an hour (RFC 7519), which names the key by <c>kid</c>.</summary>
    private static string TokenOf(string user, string key, ECDsa pair)
    {
        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        var header = $$"""{"alg":"ES256","typ":"JWT","kid":"{{key}}"}""";
        var claims = $$"""{"sub":"{{user}}","exp":{{expires}}}""";
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Encode(pair.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}

/// <summary>With a MongoDB of the suite's own.</summary>
public sealed class MongoPeerReplicaTests(MongoPeerReplicaScene scene) : ReplicaTests(scene), IClassFixture<MongoPeerReplicaScene>;

/// <summary>With the MongoDB that the environment names.</summary>
public sealed class MongoDbReplicaTests(MongoDbReplicaScene scene) : ReplicaTests(scene), IClassFixture<MongoDbReplicaScene>;
