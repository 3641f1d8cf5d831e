using Activations.Access;
using Activations.Errors;
using Activations.Grpc.Errors;
using Microsoft.Extensions.Primitives;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Access;

/// <summary>Finds out by their credentials who makes a call.</summary>
internal sealed partial class Callers(
    KnownApiKeys keys, EndUserTokens tokens, KeyUses uses, TimeProvider time, ILogger<Callers> logger)
{
    /// <summary>Finds out who sent a header; does not wait where that was found out lately.</summary>
    /// <param name="authorization">The header <c>Authorization</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Finding> FindAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        if (authorization.Count == 0)
            return new(Finding.NoCredentials);
        var credential = Credential.Read(authorization);
        if (credential.Scheme == CredentialScheme.None)
            return new(Finding.NotOneCredential);
        if (credential.Scheme == CredentialScheme.Bearer && ApiKeyText.IsOne(credential.Text))
            return ByApiKeyAsync(credential.Text, cancellationToken);
        var byToken = tokens.FindAsync(credential.Text, cancellationToken);
        return byToken.IsCompletedSuccessfully ? byToken : OrFailedAsync(byToken, cancellationToken);
    }

    private ValueTask<Finding> ByApiKeyAsync(string text, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TryParse(text, out var sent))
            return new(Finding.NotValid);
        var known = keys.FindAsync(sent.Id, cancellationToken);
        return known.IsCompletedSuccessfully
            ? new(Check(sent, known.Result))
            : OrFailedAsync(CheckAsync(sent, known), cancellationToken);
    }

    private async ValueTask<Finding> CheckAsync(ApiKeyText sent, ValueTask<KnownApiKey?> known) => Check(sent, await known);

    private Finding Check(ApiKeyText sent, KnownApiKey? known)
    {
        if (known is null || !sent.Matches(known.Key.Hash))
            return Finding.NotValid;
        var now = time.GetUtcNow();
        if (!known.Key.IsLive(now))
            return Finding.Refused(known.Key.RevokedAt is null ? "The API key has expired." : "The API key was revoked.");
        uses.Note(known.Key.Id, now);
        return Finding.Of(known.Caller);
    }

    /// <summary>A store that can't be reached says nothing about the caller.</summary>
    private async ValueTask<Finding> OrFailedAsync(ValueTask<Finding> finding, CancellationToken cancellationToken)
    {
        try
        {
            return await finding;
        }
        catch (StoreUnavailableException exception)
        {
            LogUnavailable(exception.InnerException ?? exception);
            return new Finding(null, Failure.Of(exception));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Finding(null, new Failure(ErrorReason.Cancelled, "The caller went away."));
        }
    }

    [LoggerMessage(32, LogLevel.Warning, "A caller could not be authenticated: the store can't be used")]
    private partial void LogUnavailable(Exception exception);
}
