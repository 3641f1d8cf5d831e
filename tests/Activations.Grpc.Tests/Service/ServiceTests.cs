using Activations.Grpc.Tests.Calls;

namespace Activations.Grpc.Tests.Service;

/// <summary>Tests against a running service. A test fails if the service logs an error that the test did not take.</summary>
/// <param name="fixture">Where the service is.</param>
public abstract class ServiceTests(ServiceFixture fixture) : IAsyncLifetime
{
    /// <summary>Both transports: what holds on one holds on the other.</summary>
    public static TheoryData<Transport> EachTransport => [Transport.Grpc, Transport.Rest];

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The service.</summary>
    internal ServiceUnderTest Service => fixture.Service;

    /// <summary>A second service on the same store, whose callers have to authenticate.</summary>
    internal Task<ServiceUnderTest> GuardedAsync() => fixture.GuardedAsync();

    /// <summary>Puts what a test needs straight into the store.</summary>
    internal Catalogue Catalogue => Service.Catalogue;

    /// <summary>A caller on a transport.</summary>
    internal Caller On(Transport transport) => Service.On(transport);

    /// <inheritdoc />
    public ValueTask InitializeAsync()
    {
        _ = fixture.Service;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Assert.Empty(fixture.TakeErrors());
        return ValueTask.CompletedTask;
    }
}
