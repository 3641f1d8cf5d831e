using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Activations.Processes;

/// <summary>A collector on loopback that takes what is exported by OTLP over HTTP, and keeps it as it came.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication app;
    private readonly bool isKept;
    private readonly ConcurrentQueue<OtlpPost> posts = new();
    private readonly SemaphoreSlim arrived = new(0);
    private long spanCount;

    private OtlpSink(bool isKept)
    {
        this.isKept = isKept;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/v1/{signal}", TakeAsync);
    }

    /// <summary>Where it is.</summary>
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>What has arrived.</summary>
    public IReadOnlyCollection<OtlpPost> Posts => posts;

    /// <summary>How many spans have arrived, kept or not.</summary>
    public long SpanCount => Interlocked.Read(ref spanCount);

    /// <summary>Starts one.</summary>
    /// <param name="isKept">Whether it keeps what arrives.</param>
    public static async Task<OtlpSink> StartAsync(bool isKept = true)
    {
        var sink = new OtlpSink(isKept);
        await sink.app.StartAsync();
        return sink;
    }

    /// <summary>What a service needs to export to it, quickly.</summary>
    public ImmutableDictionary<string, string> Environment => ImmutableDictionary<string, string>.Empty
        .Add("OTEL_EXPORTER_OTLP_ENDPOINT", Address)
        .Add("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .Add("OTEL_BSP_SCHEDULE_DELAY", "100")
        .Add("OTEL_BLRP_SCHEDULE_DELAY", "100")
        .Add("OTEL_METRIC_EXPORT_INTERVAL", "200");

    /// <summary>The same on the command line.</summary>
    public string[] Args => [.. Environment.Select(variable => $"--{variable.Key}={variable.Value}")];

    /// <summary>Waits until a post has come that is looked for.</summary>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task<OtlpPost> WaitForAsync(Func<OtlpPost, bool> isSought)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (posts.FirstOrDefault(isSought) is { } found)
                return found;
            try
            {
                await arrived.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Only these came: {string.Join(", ", posts.Select(post => post.Path))}");
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        arrived.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var post = new OtlpPost(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()), body.ToArray());
        Interlocked.Add(ref spanCount, post.SpanCount);
        if (isKept)
            posts.Enqueue(post);
        arrived.Release();
        context.Response.ContentType = "application/x-protobuf";
    }
}

/// <summary>What was exported at once.</summary>
/// <param name="Path">Which signal, such as <c>/v1/traces</c>.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The message, in protobuf.</param>
internal sealed record OtlpPost(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>How many spans are in it: <c>resource_spans</c> (1), <c>scope_spans</c> (2), <c>spans</c> (2).</summary>
    public int SpanCount => Path == "/v1/traces" ? CountOf(Body, 1, 2, 2) : 0;

    /// <summary>Whether a text is in it; protobuf keeps texts in UTF-8.</summary>
    public bool Has(string text) => Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>Whether bytes are in it, such as those of a trace id.</summary>
    public bool HasBytes(string hex) => Body.AsSpan().IndexOf(Convert.FromHexString(hex)) >= 0;

    /// <summary>How many messages there are at a path of fields, none of which but the last holds anything else than messages.</summary>
    private static int CountOf(ReadOnlySpan<byte> message, params ReadOnlySpan<int> path)
    {
        var count = 0;
        while (!message.IsEmpty)
        {
            var tag = ReadNumber(ref message);
            if ((tag & 7) != 2)
                throw new InvalidDataException("A field that is no message or text.");
            var length = (int)ReadNumber(ref message);
            if ((int)(tag >> 3) == path[0])
                count += path.Length == 1 ? 1 : CountOf(message[..length], path[1..]);
            message = message[length..];
        }

        return count;
    }

    /// <summary>A varint (protobuf encoding, "Base 128 Varints").</summary>
    private static ulong ReadNumber(ref ReadOnlySpan<byte> message)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }
    }
}
