using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Activations.Processes;
using Activations.Robustness.Validate;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Makes many calls at once over both transports, each from the seed and its number, and judges each answer.</summary>
/// <param name="service">The service.</param>
/// <param name="seed">Where all chance comes from.</param>
/// <param name="authorization">The header of who calls; null where nobody has to tell.</param>
internal sealed class FuzzRun(ServiceProcess service, int seed, string? authorization)
{
    private const int CallersOfEach = 24;
    private const int MaxFailures = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly KnownValues known = new();
    private readonly ConcurrentQueue<string> failures = [];
    private int lastRest;
    private int lastGrpc;

    /// <summary>What was answered.</summary>
    public Tally Answers { get; } = new();

    /// <summary>What is wrong, each with the call's number and how to make it again.</summary>
    public IReadOnlyCollection<string> Failures => failures;

    /// <summary>Makes so many calls, half of them over each transport; even numbers are REST.</summary>
    public async Task<TimeSpan> RunAsync(int calls)
    {
        var (rest, grpc) = (lastRest + (calls / 2), lastGrpc + (calls / 2));
        var clock = Stopwatch.StartNew();
        using var connections = new GrpcConnection(service.Grpc);
        await Task.WhenAll(
            Enumerable.Range(0, CallersOfEach).SelectMany(_ => (Task[])[CallRestAsync(rest), CallGrpcAsync(connections, grpc)]));
        (lastRest, lastGrpc) = (rest, grpc);
        return clock.Elapsed;
    }

    /// <summary>Makes one call again.</summary>
    public async Task RepeatAsync(int number)
    {
        using var connections = new GrpcConnection(service.Grpc);
        if (number % 2 == 0)
            (await CallRestOnceAsync(null, number))?.Dispose();
        else
            await CallGrpcOnceAsync(connections, number);
    }

    private async Task CallRestAsync(int last)
    {
        await Task.Yield();
        HttpConnection? connection = null;
        while (failures.Count < MaxFailures && Interlocked.Increment(ref lastRest) is var index && index <= last)
            connection = await CallRestOnceAsync(connection, index * 2);
        connection?.Dispose();
    }

    /// <summary>Makes a call; answers the connection where it can be used again.</summary>
    private async Task<HttpConnection?> CallRestOnceAsync(HttpConnection? connection, int number)
    {
        var (request, method) = new RestRequests(known, authorization).Make(new Dice(seed, number));
        var bytes = request.ToBytes();
        using var patience = new CancellationTokenSource(Patience);
        HttpAnswer? answer = null;
        string? problem = null;
        try
        {
            connection ??= await HttpConnection.OpenAsync(service.Rest, patience.Token);
            answer = await connection.SendAsync(bytes, request.IsMalformed, request.Method == "HEAD", patience.Token);
            problem = RestVerdict.Of(request, answer);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            problem = exception is SocketException ? "The service takes no connections." : "There is no answer in time.";
        }

        Answers.Add(answer is null ? "REST no answer" : $"REST {answer.Status}");
        if (problem is not null)
            Report(number, "REST", problem, request.IsMalformed, bytes);
        else if (answer is { Status: 200 or 201, Body.Length: > 0 })
            Learn(method, number, () => JsonParser.Default.Parse(Encoding.UTF8.GetString(answer.Body), method.OutputType));
        if (problem is null && answer is { IsLast: false } && !request.IsMalformed)
            return connection;
        connection?.Dispose();
        return null;
    }

    private async Task CallGrpcAsync(GrpcConnection connections, int last)
    {
        await Task.Yield();
        while (failures.Count < MaxFailures && Interlocked.Increment(ref lastGrpc) is var index && index <= last)
            await CallGrpcOnceAsync(connections, (index * 2) + 1);
    }

    private async Task CallGrpcOnceAsync(GrpcConnection connections, int number)
    {
        var (request, method) = new GrpcRequests(known, authorization).Make(new Dice(seed, number));
        using var patience = new CancellationTokenSource(Patience);
        GrpcAnswer? answer = null;
        string? problem;
        try
        {
            answer = await connections.SendAsync(request, patience.Token);
            problem = GrpcVerdict.Of(request, answer);
        }
        catch (OperationCanceledException)
        {
            problem = "There is no answer in time.";
        }

        Answers.Add(answer is null ? "gRPC no answer" : answer.Status is null ? $"gRPC HTTP {answer.HttpStatus}" : $"gRPC {GrpcVerdict.NameOf(answer.Status)}");
        if (problem is not null)
        {
            var headers = string.Concat(request.Headers.Select(header => $"{header.Name}: {header.Value}\n"));
            Report(number, "gRPC", problem, request.NeedsOwnConnection,
                [.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\ncontent-type: {request.ContentType}\n{headers}\n"), .. request.Body]);
        }
        else if (answer is { Status: "0", Body.Length: > 5 })
        {
            Learn(method, number, () => method.OutputType.Parser.ParseFrom(answer.Body, 5, answer.Body.Length - 5));
        }
    }

    private void Learn(MethodDescriptor method, int number, Func<IMessage> read)
    {
        if (!method.Name.StartsWith("Create", StringComparison.Ordinal) && number % 8 > 1)
            return;
        try
        {
            known.Learn(read());
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            // The path was changed to another call's, whose answer this is.
        }
    }

    private void Report(int number, string transport, string problem, bool isMalformed, byte[] bytes)
    {
        var shown = Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 1500)));
        failures.Enqueue(string.Create(CultureInfo.InvariantCulture, $"""
            {problem}
              {transport} call {number} of seed {seed}{(isMalformed ? ", malformed" : "")}; {Replay.Variable}={seed}/{number} makes this call alone.
              {bytes.Length:N0} bytes: {shown.ReplaceLineEndings("\n    ")}
            """));
    }
}
