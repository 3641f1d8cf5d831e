namespace Activations.Client.Calls;

/// <summary>Where credentials may go.</summary>
internal static class Secrecy
{
    /// <summary>What to tell whoever would send them elsewhere.</summary>
    public const string Refusal =
        "Credentials are not sent over http to another machine, where anybody on the way can read them. Use an https Address, or set AllowInsecureCredentials.";

    /// <summary>Whether credentials may be sent to an address.</summary>
    public static bool Allows(Uri address, ActivationsClientOptions options) =>
        address.Scheme == Uri.UriSchemeHttps || address.IsLoopback || options.AllowInsecureCredentials;

    /// <summary>
    /// Whether a key or token fits into a header. Checked before the header is made, since HttpClient's own message would show it.
    /// </summary>
    public static bool CanBeSent(string? credential) =>
        !string.IsNullOrEmpty(credential) && credential.All(c => c is > ' ' and <= '~');
}
