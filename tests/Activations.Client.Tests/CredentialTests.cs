using Activations.Client.Calls;
using Activations.Client.Tests.Faults;
using Activations.Client.Tests.Service;
using Activations.V1;
using Microsoft.Extensions.Options;

namespace Activations.Client.Tests;

/// <summary>Who calls: the right credentials are sent, to nobody who should not read them, and they are seen nowhere else.</summary>
public sealed class CredentialTests
{
    private const string Secret = "the-secret-of-this-test";

    private static readonly Uri Elsewhere = new("http://activations.invalid:8081");
    private static readonly Uri Loopback = new("http://127.0.0.1:1");
    private static readonly GetHubRequest Request = new() { HubId = Demo.Hub };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_key_lets_a_caller_in_where_the_service_asks_for_one()
    {
        await using var service = await RunningService.StartAsync("--Activations:Auth:Mode=required");
        var key = await service.CreateApiKeyAsync();
        await using var known = Clients.Of(service.Address, options => options.ApiKey = key);
        await using var unknown = Clients.Of(service.Address);

        Assert.Equal("Demo Hub", (await known.Hubs.GetHubAsync(Request, cancellationToken: Cancelled)).Name);
        Assert.Equal("Demo Hub", known.Hubs.GetHub(Request, cancellationToken: Cancelled).Name);
        await Assert.ThrowsAsync<UnauthenticatedException>(
            async () => await unknown.Hubs.GetHubAsync(Request, cancellationToken: Cancelled));
        Assert.NotEmpty(known.Log.Entries);
        Assert.DoesNotContain(known.Log.Entries, entry => entry.Text.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_asked_for_at_each_attempt()
    {
        var asked = 0;
        await using var service = await RunningService.StartAsync();
        await using var proxy = new CuttingProxy(service.Address);
        proxy.CutAnswers(2);
        await using var clients = Clients.Of(proxy.Address, options =>
        {
            options.Retry.MaxAttempts = 2;
            options.TokenProvider = async cancellationToken =>
            {
                await Task.Yield();
                return $"token-{++asked}";
            };
        });

        await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await clients.Hubs.GetHubAsync(Request, cancellationToken: Cancelled));

        Assert.Equal(["Bearer token-1", "Bearer token-2"], clients.Wire.Attempts.Select(headers => headers["authorization"]));
    }

    [Fact]
    public async Task A_call_with_credentials_of_its_own_sends_those_alone() => Assert.Equal(
        ["JWT its-own"],
        await SentAsync(Loopback, "JWT its-own", options => options.ApiKey = Secret));

    [Fact]
    public async Task Credentials_are_not_sent_in_the_clear_to_another_machine_unless_the_caller_says_so()
    {
        var refusal = Assert.Throws<OptionsValidationException>(
            () => Clients.Of(Elsewhere, options => options.ApiKey = Secret).Hubs);
        Assert.Throws<OptionsValidationException>(
            () => Clients.Of(Elsewhere, options => options.TokenProvider = _ => ValueTask.FromResult(Secret)).Hubs);
        Assert.Contains("http", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);

        await Assert.ThrowsAsync<CredentialsException>(() => SentAsync(Elsewhere, Secret, _ => { }));
        Assert.Equal([$"Bearer {Secret}"], await SentAsync(
            Elsewhere, null, options => (options.ApiKey, options.AllowInsecureCredentials) = (Secret, true)));
        Assert.Equal([$"Bearer {Secret}"], await SentAsync(
            new Uri("https://activations.invalid"), null, options => options.ApiKey = Secret));
        Assert.NotNull(Clients.Of(Elsewhere, options =>
            (options.ApiKey, options.AllowInsecureCredentials) = (Secret, true)).Hubs);
    }

    [Theory]
    [InlineData(Secret + "\n")]
    [InlineData("Bearer " + Secret)]
    [InlineData(Secret + "é")]
    public async Task What_does_not_fit_into_a_header_is_refused_without_being_shown(string unfit)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Clients.Of(Loopback, options => options.ApiKey = unfit).Hubs);
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);

        await using var service = await RunningService.StartAsync();
        await using var clients = Clients.Of(
            service.Address, options => options.TokenProvider = _ => ValueTask.FromResult(unfit));
        var failure = await Assert.ThrowsAsync<CredentialsUnavailableException>(
            async () => await clients.Hubs.GetHubAsync(Request, cancellationToken: Cancelled));
        Assert.Empty(clients.Wire.Attempts);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(clients.Log.Entries, entry => entry.Text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_provider_that_fails_is_named_with_its_cause()
    {
        await using var service = await RunningService.StartAsync();
        await using var clients = Clients.Of(
            service.Address, options => options.TokenProvider = _ => throw new TimeoutException("The issuer is asleep."));

        var failure = await Assert.ThrowsAsync<CredentialsUnavailableException>(
            async () => await clients.Hubs.GetHubAsync(Request, cancellationToken: Cancelled));

        Assert.Contains("TokenProvider", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The issuer is asleep.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(clients.Wire.Attempts);
    }

    /// <summary>The credentials that go out with a request to an address, of which none is really made.</summary>
    private static async Task<IReadOnlyList<string>> SentAsync(
        Uri address, string? own, Action<ActivationsClientOptions> configure)
    {
        var options = new ActivationsClientOptions { Address = address };
        configure(options);
        var sent = new List<string>();
        using var handler = new CredentialsHandler(Options.Create(options)) { InnerHandler = new Recorder(sent) };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        if (own is not null)
            request.Headers.TryAddWithoutValidation("authorization", own);
        using var response = await invoker.SendAsync(request, Cancelled);
        return sent;
    }

    private sealed class Recorder(List<string> sent) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent.AddRange(request.Headers.GetValues("authorization"));
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
