using Activations.Client.Calls;
using Microsoft.Extensions.Options;

namespace Activations.Client;

/// <summary>Checks the options when a client is first asked for. No message shows a secret.</summary>
internal sealed class OptionsRules : IValidateOptions<ActivationsClientOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ActivationsClientOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(ActivationsClientOptions options)
    {
        if (options.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" })
            yield return "Address must be an http or https address without a user name, such as https://activations.example.com.";
        else if (HasCredentials(options) && !Secrecy.Allows(options.Address, options))
            yield return Secrecy.Refusal;

        if (options is { ApiKey: not null, TokenProvider: not null })
            yield return "ApiKey and TokenProvider can't both be set.";
        if (options.ApiKey is { } key && !Secrecy.CanBeSent(key))
            yield return "ApiKey must be the key alone: visible ASCII characters without spaces.";
        if (options.DefaultDeadline <= TimeSpan.Zero)
            yield return "DefaultDeadline must be longer than nothing, or null.";
        if (options.Retry.MaxAttempts is < 1 or > 10)
            yield return "Retry.MaxAttempts must be 1–10.";
        if (options.Retry.InitialBackoff <= TimeSpan.Zero || options.Retry.MaxBackoff < options.Retry.InitialBackoff)
            yield return "Retry.InitialBackoff must be longer than nothing and no longer than Retry.MaxBackoff.";
    }

    private static bool HasCredentials(ActivationsClientOptions options) =>
        options.ApiKey is not null || options.TokenProvider is not null;
}
