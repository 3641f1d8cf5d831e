using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Activations.Grpc.Telemetry;
using Activations.Grpc.Tests.Service;

namespace Activations.Grpc.Tests.Telemetry;

/// <summary>The requests of one service as its metrics have them: each when it has begun, and when it is done.</summary>
internal sealed class Measured : IDisposable
{
    private readonly Channel<Dictionary<string, object?>> done = Channel.CreateUnbounded<Dictionary<string, object?>>();
    private readonly Channel<long> begun = Channel.CreateUnbounded<long>();
    private readonly MeterListener listener = new();

    /// <summary>Begins to listen.</summary>
    public Measured(ServiceUnderTest service)
    {
        var meters = service.Part<IMeterFactory>();
        listener.InstrumentPublished = (instrument, own) =>
        {
            var isWanted = instrument.Meter.Name == ServiceInstruments.Name || instrument.Name == "http.server.active_requests";
            if (isWanted && instrument.Meter.Scope == meters)
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            done.Writer.TryWrite(tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
        listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            if (change > 0)
                begun.Writer.TryWrite(change);
        });
        listener.Start();
    }

    /// <summary>Waits until the service has begun the next request.</summary>
    public async Task BegunAsync()
    {
        using var patience = Patience();
        await begun.Reader.ReadAsync(patience.Token);
    }

    /// <summary>An attribute of each of the next requests that are done.</summary>
    public async Task<List<object?>> NextAsync(string attribute, int count = 1)
    {
        using var patience = Patience();
        var values = new List<object?>();
        while (values.Count < count)
            values.Add((await done.Reader.ReadAsync(patience.Token)).GetValueOrDefault(attribute));
        return values;
    }

    /// <inheritdoc />
    public void Dispose() => listener.Dispose();

    private static CancellationTokenSource Patience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        return patience;
    }
}
