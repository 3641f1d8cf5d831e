using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Activations.Processes;
using Activations.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace Activations.Robustness.Traffic;

/// <summary>
/// Calls on end users of a hub of their own, by turns over gRPC and REST. Over gRPC the service knows the callers' deadline; over
/// REST they just go away, as most do.
/// </summary>
internal sealed class UserCalls : IDisposable
{
    /// <summary>How long a caller waits for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const string FirstUser = "first";

    private readonly string prefix = Guid.NewGuid().ToString("N");
    private readonly GrpcChannel channel;
    private readonly EndUserService.EndUserServiceClient grpc;
    private readonly HttpClient rest;
    private string hub = "";
    private int created;

    private UserCalls(ServiceProcess service)
    {
        channel = GrpcChannel.ForAddress(service.Grpc, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true },
            DisposeHttpClient = true,
        });
        grpc = new EndUserService.EndUserServiceClient(channel);
        rest = new HttpClient { BaseAddress = service.Rest, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Makes the hub, and a user who can be read.</summary>
    public static async Task<UserCalls> StartAsync(ServiceProcess service)
    {
        var calls = new UserCalls(service);
        using var made = await calls.rest.PostAsJsonAsync(new Uri("/hubs", UriKind.Relative), new
        {
            organisationId = Ulid.NewUlid().ToString(),
            name = "Hub",
            primaryConnectorId = Ulid.NewUlid().ToString(),
            authSchemeConfig = new { id = "a", schemeType = "api-key", name = "X-Api-Key", @in = "header" },
        });
        calls.hub = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await calls.grpc.CreateEndUserAsync(new CreateEndUserRequest { HubId = calls.hub, ExternalId = FirstUser });
        return calls;
    }

    /// <summary>Makes a user: one write.</summary>
    public Task<CallAnswer> CreateAsync(int number)
    {
        var name = $"{prefix}-{Interlocked.Increment(ref created)}";
        return number % 2 == 0
            ? OverGrpcAsync(options => grpc.CreateEndUserAsync(
                new CreateEndUserRequest { HubId = hub, ExternalId = name }, options))
            : OverRestAsync(end => rest.PostAsJsonAsync(
                new Uri($"/hubs/{hub}/users", UriKind.Relative), new { externalId = name }, end));
    }

    /// <summary>Reads a user.</summary>
    public Task<CallAnswer> ReadAsync(int number) => number % 2 == 0
        ? OverGrpcAsync(options => grpc.GetEndUserAsync(
            new GetEndUserRequest { HubId = hub, UserId = FirstUser }, options))
        : OverRestAsync(end => rest.GetAsync(
            new Uri($"/hubs/{hub}/users/{FirstUser}", UriKind.Relative), end));

    public void Dispose()
    {
        channel.Dispose();
        rest.Dispose();
    }

    private static async Task<CallAnswer> OverGrpcAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> send)
    {
        try
        {
            using var call = send(new CallOptions(deadline: DateTime.UtcNow + Patience));
            await call;
            return new CallAnswer(CallAnswer.Success);
        }
        catch (RpcException exception)
        {
            var status = exception.GetRpcStatus();
            return new CallAnswer(
                exception.StatusCode == StatusCode.DeadlineExceeded
                    ? CallAnswer.DeadlineExceeded
                    : status?.GetDetail<ErrorInfo>()?.Reason ?? $"{exception.StatusCode}: {exception.Status.Detail}",
                status?.GetDetail<RetryInfo>() is not null);
        }
    }

    private static async Task<CallAnswer> OverRestAsync(Func<CancellationToken, Task<HttpResponseMessage>> send)
    {
        using var end = new CancellationTokenSource(Patience);
        try
        {
            using var answer = await send(end.Token);
            if (answer.IsSuccessStatusCode)
                return new CallAnswer(CallAnswer.Success);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(end.Token);
            var isRightStatus = body.GetProperty("code").GetString() != "OVERLOADED" || answer.StatusCode == HttpStatusCode.TooManyRequests;
            return new CallAnswer(
                isRightStatus ? body.GetProperty("code").GetString()! : answer.StatusCode.ToString(),
                answer.Headers.RetryAfter is not null);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return new CallAnswer(CallAnswer.DeadlineExceeded);
        }
        catch (HttpRequestException exception)
        {
            return new CallAnswer($"no answer: {exception.HttpRequestError}");
        }
    }
}
