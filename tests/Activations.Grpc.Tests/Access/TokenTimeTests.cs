using Activations.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.V1;

namespace Activations.Grpc.Tests.Access;

/// <summary>When a token counts, and for whom.</summary>
public sealed class TokenTimeTests(SqliteService service) : ServiceTests(service), IClassFixture<SqliteService>
{
    private readonly ShiftedTime time = new();

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_ends_at_its_end_give_or_take_a_minute_also_when_it_is_remembered(string algorithm)
    {
        await using var guarded = await StartAsync();
        var (hub, key) = await ArrangeAsync(algorithm);
        var end = time.GetUtcNow().ToUnixTimeSeconds() + 10;
        var token = key.Sign(key.Header, $$"""{"iss":"https://hub.example/sk/{{key.Id}}","sub":"ann","exp":{{end}}}""");

        Assert.True((await AskAsync(guarded, hub, token)).IsSuccess);
        time.Advance(DateTimeOffset.FromUnixTimeSeconds(end).AddSeconds(59 - 0.9) - time.GetUtcNow());
        Assert.True((await AskAsync(guarded, hub, token)).IsSuccess);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(
            "The token has expired.", (await AskAsync(guarded, hub, token)).Refusal!.As(ErrorReason.Unauthenticated).Message);
    }

    [Fact]
    public async Task A_token_begins_at_its_beginning_give_or_take_a_minute()
    {
        await using var guarded = await StartAsync();
        var (hub, key) = await ArrangeAsync();
        string TokenFrom(int seconds) => key.Sign(
            key.Header, key.Claims("ann", more: $",\"nbf\":{time.GetUtcNow().ToUnixTimeSeconds() + seconds}"));

        Assert.True((await AskAsync(guarded, hub, TokenFrom(59))).IsSuccess);
        var refused = await AskAsync(guarded, hub, TokenFrom(62));
        Assert.Equal("The token is not valid yet.", refused.Refusal!.As(ErrorReason.Unauthenticated).Message);
    }

    [Fact]
    public async Task A_token_without_an_end_is_refused_unless_it_is_configured_otherwise()
    {
        var (hub, key) = await ArrangeAsync();
        var token = key.Sign(key.Header, $$"""{"iss":"https://hub.example/sk/{{key.Id}}","sub":"ann"}""");

        await using (var guarded = await StartAsync())
            (await AskAsync(guarded, hub, token)).Refusal!.As(ErrorReason.Unauthenticated);
        await using (var lenient = await StartAsync("--Activations:Auth:Tokens:RequireExpiry=false"))
            Assert.True((await AskAsync(lenient, hub, token)).IsSuccess);
    }

    [Theory]
    [InlineData("\"activations\"", true)]
    [InlineData("[\"other\",\"activations\"]", true)]
    [InlineData("\"other\"", false)]
    [InlineData("\"Activations\"", false)]
    [InlineData("[]", false)]
    [InlineData("[7]", false)]
    [InlineData("{\"activations\":true}", false)]
    public async Task The_audience_is_checked_where_one_is_configured(string audience, bool isRight)
    {
        await using var guarded = await StartAsync("--Activations:Auth:Tokens:Audience=activations");
        var (hub, key) = await ArrangeAsync();

        var answer = await AskAsync(guarded, hub, key.Sign(key.Header, key.Claims("ann", more: $",\"aud\":{audience}")));
        Assert.Equal(isRight, answer.IsSuccess);
        answer.Refusal?.As(ErrorReason.Unauthenticated);
        (await AskAsync(guarded, hub, key.TokenOf("ann"))).Refusal!.As(ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task The_tokens_of_a_key_that_another_service_deleted_end_within_5_seconds()
    {
        await using var guarded = await StartAsync();
        var (hub, key) = await ArrangeAsync();
        var token = key.TokenOf("ann");
        Assert.True((await AskAsync(guarded, hub, token)).IsSuccess);

        await Service.Store.SigningKeys.DeleteAsync(Reach.Everything, Id.Parse<SigningKeyId>(key.Id), Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));

        (await AskAsync(guarded, hub, token)).Refusal!.As(ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task A_key_that_was_unknown_is_known_within_5_seconds()
    {
        await using var guarded = await StartAsync();
        var (hub, _) = await ArrangeAsync();
        using var late = SigningPair.Create("ES256");
        (await AskAsync(guarded, hub, late.TokenOf("ann"))).Refusal!.As(ErrorReason.Unauthenticated);

        await late.RegisterAsync(Service.Store, hub);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.True((await AskAsync(guarded, hub, late.TokenOf("ann"))).IsSuccess);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("Bearer")]
    public async Task A_token_is_sent_with_either_scheme_and_names_its_key_by_iss_or_kid(string scheme)
    {
        var guarded = await GuardedAsync();
        foreach (var algorithm in new[] { "RS256", "ES256" })
        {
            var (hub, key) = await ArrangeAsync(algorithm);
            var claims = $$"""{"iss":"https://hub.example","sub":"ann","exp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60}}}""";
            var byKeyId = key.Sign($$"""{"alg":"{{algorithm}}","kid":"{{key.Id}}"}""", claims);
            var byBoth = key.Sign($$"""{"alg":"{{algorithm}}","kid":"{{key.Id}}"}""", key.Claims("ann"));
            foreach (var token in new[] { key.TokenOf("ann"), byKeyId, byBoth })
                foreach (var transport in Enum.GetValues<Transport>())
                {
                    var answer = await guarded.AskAsync(
                        transport, new GetEndUserRequest { HubId = hub, UserId = "ann" }, $"{scheme} {token}");
                    Assert.True(answer.IsSuccess, answer.Everything);
                }
        }
    }

    private static Task<RawAnswer> AskAsync(ServiceUnderTest guarded, string hub, string token) =>
        guarded.AskAsync(Transport.Rest, new GetEndUserRequest { HubId = hub, UserId = "ann" }, $"JWT {token}");

    private async Task<(string Hub, SigningPair Key)> ArrangeAsync(string algorithm = "ES256")
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Grpc));
        await scene.AddUserAsync("ann");
        return (scene.HubId, await SigningPair.RegisterAsync(Service.Store, scene.HubId, algorithm));
    }

    private Task<ServiceUnderTest> StartAsync(params string[] args) =>
        ServiceUnderTest.StartAsync(["--Activations:Auth:Mode=required", .. args], Service.Store, time);
}
