namespace Activations.Client.Calls;

/// <summary>Credentials that can't be sent, or not there. Never shows them.</summary>
internal sealed class CredentialsException(string message, Exception? cause = null)
    : InvalidOperationException(message, cause);
