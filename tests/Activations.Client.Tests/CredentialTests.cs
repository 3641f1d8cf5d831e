using Activations.Client.Tests.Service;
using Activations.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Activations.Client.Tests;

/// <summary>Who calls: the right credentials are sent, to nobody who should not read them, and they are seen nowhere else.</summary>
public sealed class CredentialTests
{
    private const string Secret = "the-secret-of-this-test";

    private static readonly Uri Elsewhere = new("http://activations.invalid:8081");
    private static readonly Uri Nobody = new("http://127.0.0.1:1");
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
        await using var clients = Clients.Of(Nobody, options =>
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
    public async Task A_call_with_credentials_of_its_own_sends_those_alone()
    {
        await using var clients = Clients.Of(Nobody, options => (options.ApiKey, options.Retry.MaxAttempts) = (Secret, 1));

        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await clients.Hubs.GetHubAsync(
            Request, new Metadata { { "authorization", "JWT its-own" } }, cancellationToken: Cancelled));

        Assert.Equal("JWT its-own", Assert.Single(clients.Wire.Attempts)["authorization"]);
    }

    [Fact]
    public async Task Credentials_are_not_sent_in_the_clear_to_another_machine_unless_the_caller_says_so()
    {
        var refusal = Assert.Throws<OptionsValidationException>(
            () => Clients.Of(Elsewhere, options => options.ApiKey = Secret).Hubs);
        Assert.Throws<OptionsValidationException>(
            () => Clients.Of(Elsewhere, options => options.TokenProvider = _ => ValueTask.FromResult(Secret)).Hubs);
        Assert.Contains("http", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);

        await using var bare = Clients.Of(Elsewhere);
        await Assert.ThrowsAsync<CredentialsUnavailableException>(async () => await bare.Hubs.GetHubAsync(
            Request, new Metadata { { "authorization", Secret } }, cancellationToken: Cancelled));
        Assert.Empty(bare.Wire.Attempts);

        await using var daring = Clients.Of(Elsewhere, options =>
            (options.ApiKey, options.AllowInsecureCredentials, options.Retry.MaxAttempts) = (Secret, true, 1));
        await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await daring.Hubs.GetHubAsync(Request, cancellationToken: Cancelled));
        Assert.Equal($"Bearer {Secret}", Assert.Single(daring.Wire.Attempts)["authorization"]);
    }

    [Theory]
    [InlineData(Secret + "\n")]
    [InlineData("Bearer " + Secret)]
    [InlineData(Secret + "é")]
    public async Task What_does_not_fit_into_a_header_is_refused_without_being_shown(string unfit)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Clients.Of(Nobody, options => options.ApiKey = unfit).Hubs);
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);

        await using var clients = Clients.Of(Nobody, options => options.TokenProvider = _ => ValueTask.FromResult(unfit));
        var failure = await Assert.ThrowsAsync<CredentialsUnavailableException>(
            async () => await clients.Hubs.GetHubAsync(Request, cancellationToken: Cancelled));
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(clients.Log.Entries, entry => entry.Text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_provider_that_fails_is_named_with_its_cause()
    {
        await using var clients = Clients.Of(
            Nobody, options => options.TokenProvider = _ => throw new TimeoutException("The issuer is asleep."));

        var failure = await Assert.ThrowsAsync<CredentialsUnavailableException>(
            async () => await clients.Hubs.GetHubAsync(Request, cancellationToken: Cancelled));

        Assert.Contains("TokenProvider", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The issuer is asleep.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(clients.Wire.Attempts);
    }
}
