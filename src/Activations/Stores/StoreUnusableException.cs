namespace Activations.Stores;

/// <summary>
/// A store that can't be used as it is: another service holds it, a newer release wrote it, an index is in the way.
/// Thrown while a service starts, never to a caller.
/// </summary>
/// <param name="message">What is the matter and what mends it, for the operator.</param>
/// <param name="cause">What the driver said.</param>
public sealed class StoreUnusableException(string message, Exception? cause = null) : Exception(message, cause);
