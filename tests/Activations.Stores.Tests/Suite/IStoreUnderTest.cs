namespace Activations.Stores.Tests.Suite;

/// <summary>A store of a test's own, with contents that nobody else sees. They go when it is disposed of.</summary>
public interface IStoreUnderTest : IAsyncDisposable
{
    /// <summary>The store, prepared.</summary>
    IStore Store { get; }

    /// <summary>Closes the store and opens the same contents with a new one, as a restarted service does.</summary>
    Task ReopenAsync();
}
