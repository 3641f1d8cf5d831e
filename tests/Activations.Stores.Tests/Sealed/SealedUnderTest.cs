using System.Security.Cryptography;
using Activations.Secrets;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sealed;

/// <summary>A sealed store in front of a store under test.</summary>
internal sealed class SealedUnderTest(IStoreUnderTest behind) : IStoreUnderTest
{
    public static SecretKey Key { get; } = new("key-1", RandomNumberGenerator.GetBytes(32));

    public static SecretKey NextKey { get; } = new("key-2", RandomNumberGenerator.GetBytes(32));

    public IStore Store => With(Key);

    /// <summary>The store behind, with what is really stored.</summary>
    public IStore Stored => behind.Store;

    /// <summary>The store with these keys, the first one active.</summary>
    public IStore With(params SecretKey[] keys) => new SealedStore(behind.Store, new Sealer(new SecretKeys(keys)));

    public Task ReopenAsync() => behind.ReopenAsync();

    public ValueTask DisposeAsync() => behind.DisposeAsync();
}
