using Activations.Grpc.Tests.Service;

namespace Activations.Grpc.Tests.OpenApi;

/// <summary>A service of a test's own on which the demo has run, and its document.</summary>
internal sealed class DemoService : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private DemoService()
    {
    }

    public ServiceUnderTest Service { get; private set; } = null!;

    public ServedDocument Document { get; private set; } = null!;

    public static async Task<DemoService> StartAsync()
    {
        var demo = new DemoService();
        demo.Service = await ServiceUnderTest.StartAsync([demo.folder.StoreSwitch]);
        await demo.Service.RunDemoAsync();
        demo.Document = await ServedDocument.ReadAsync(demo.Service);
        return demo;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        folder.Dispose();
    }
}
