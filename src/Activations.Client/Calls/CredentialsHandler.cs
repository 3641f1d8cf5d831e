using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Activations.Client.Calls;

/// <summary>Puts the API key or a token on each attempt of each call, and none where others could read it.</summary>
internal sealed class CredentialsHandler(IOptions<ActivationsClientOptions> options) : DelegatingHandler
{
    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // gRPC adds a call's headers as they are; reading the typed property would parse them first.
        if (!request.Headers.NonValidated.Contains("authorization")
            && await CredentialAsync(cancellationToken).ConfigureAwait(false) is { } credential)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        if (request.Headers.NonValidated.Contains("authorization") && !Secrecy.Allows(request.RequestUri!, options.Value))
            throw new CredentialsException(Secrecy.Refusal);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string?> CredentialAsync(CancellationToken cancellationToken)
    {
        if (options.Value.TokenProvider is not { } provider)
            return options.Value.ApiKey;

        var token = await AskAsync(provider, cancellationToken).ConfigureAwait(false);
        return Secrecy.CanBeSent(token)
            ? token
            : throw new CredentialsException("TokenProvider must answer a token alone: visible ASCII characters without spaces.");
    }

    private static async ValueTask<string> AskAsync(
        Func<CancellationToken, ValueTask<string>> provider, CancellationToken cancellationToken)
    {
        try
        {
            return await provider(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CredentialsException("TokenProvider failed; see the inner exception.", exception);
        }
    }
}
