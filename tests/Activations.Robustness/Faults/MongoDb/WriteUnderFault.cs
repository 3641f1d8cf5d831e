using System.Diagnostics;
using System.Globalization;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What a caller knows of a write.</summary>
internal enum WriteOutcome
{
    /// <summary>It took place.</summary>
    Done,

    /// <summary>It did not.</summary>
    Refused,

    /// <summary>Either.</summary>
    Unknown,
}

/// <summary>One kind of write, as a fault meets it: for a user of its own, so that many can be tried at once.</summary>
internal abstract class WriteUnderFault
{
    private static int lastUser;

    /// <summary>The kinds by their names.</summary>
    public static IReadOnlyDictionary<string, Func<WriteUnderFault>> Kinds { get; } = new Dictionary<string, Func<WriteUnderFault>>
    {
        ["create a user"] = () => new CreateUser(),
        ["delete a user"] = () => new DeleteUser(),
        ["create an activation"] = () => new CreateActivation(requestId: null),
        ["create an activation with a request id"] = () => new CreateActivation(requestId: "once"),
        ["update variables"] = () => new UpdateVariables(),
        ["delete an activation"] = () => new DeleteActivation(),
        ["create a connection"] = () => new CreateConnection(),
    };

    /// <summary>The command by which the store does it.</summary>
    public virtual string Command => "update";

    /// <summary>Whether a second one takes place beside the first.</summary>
    public virtual bool IsRepeatable => false;

    /// <summary>The external id of the user.</summary>
    public string User { get; } = string.Create(
        CultureInfo.InvariantCulture, $"user-{Environment.ProcessId}-{Interlocked.Increment(ref lastUser)}.");

    /// <summary>What the last attempt was answered with, and how long that took.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>Whether the last attempt was answered with UNAVAILABLE and when to try again.</summary>
    public bool IsToBeRetried { get; private set; }

    /// <summary>Does what has to be there before.</summary>
    public abstract Task PrepareAsync(FaultedService service, CancellationToken cancellationToken);

    /// <summary>How often it took place, as readers see it.</summary>
    public abstract Task<int> CountAsync(FaultedService service, CancellationToken cancellationToken);

    /// <summary>Tries it once.</summary>
    public async Task<WriteOutcome> TryAsync(FaultedService service, TimeSpan deadline)
    {
        var clock = Stopwatch.StartNew();
        IsToBeRetried = false;
        try
        {
            await CallAsync(service, new CallOptions(deadline: DateTime.UtcNow + deadline));
            Answer = "OK";
            return WriteOutcome.Done;
        }
        catch (RpcException e)
        {
            IsToBeRetried = e.StatusCode == StatusCode.Unavailable
                && e.GetRpcStatus()?.GetDetail<Google.Rpc.RetryInfo>() is not null;
            Answer = $"{e.StatusCode}: {e.Status.Detail} (after {clock.Elapsed.TotalSeconds:0.0} s)";
            Assert.False(e.StatusCode is StatusCode.Internal or StatusCode.Unknown, Answer);
            return e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
                ? WriteOutcome.Unknown
                : WriteOutcome.Refused;
        }
    }

    protected abstract Task CallAsync(FaultedService service, CallOptions options);

    protected async Task AddUserAsync(FaultedService service, CancellationToken cancellationToken) =>
        await service.EndUsers.CreateEndUserAsync(
            new CreateEndUserRequest { HubId = FaultedService.Hub, ExternalId = User }, cancellationToken: cancellationToken);

    protected async Task<string> ActivateAsync(FaultedService service, CallOptions options, string? requestId = null)
    {
        var request = new CreateActivationRequest { UserId = User, IntegrationId = service.Integration };
        if (requestId is not null)
            request.RequestId = requestId;
        return (await service.Activations.CreateActivationAsync(request, options)).Id;
    }

    protected async Task<EndUserActivationPage> ActivationsAsync(FaultedService service, CancellationToken cancellationToken) =>
        await service.Activations.ListEndUserActivationsAsync(
            new ListEndUserActivationsRequest { HubId = FaultedService.Hub, UserId = User }, cancellationToken: cancellationToken);

    private async Task<bool> ExistsAsync(FaultedService service, CancellationToken cancellationToken)
    {
        var page = await service.EndUsers.ListEndUsersAsync(
            new ListEndUsersRequest { HubId = FaultedService.Hub, Search = User }, cancellationToken: cancellationToken);
        Assert.InRange(page.Users.Count, 0, 1);
        return page.Users.Count == 1;
    }

    private sealed class CreateUser : WriteUnderFault
    {
        public override string Command => "insert";

        public override Task PrepareAsync(FaultedService service, CancellationToken cancellationToken) => Task.CompletedTask;

        public override async Task<int> CountAsync(FaultedService service, CancellationToken cancellationToken) =>
            await ExistsAsync(service, cancellationToken) ? 1 : 0;

        protected override async Task CallAsync(FaultedService service, CallOptions options) =>
            await service.EndUsers.CreateEndUserAsync(
                new CreateEndUserRequest { HubId = FaultedService.Hub, ExternalId = User }, options);
    }

    private sealed class DeleteUser : WriteUnderFault
    {
        public override string Command => "delete";

        public override Task PrepareAsync(FaultedService service, CancellationToken cancellationToken) =>
            AddUserAsync(service, cancellationToken);

        public override async Task<int> CountAsync(FaultedService service, CancellationToken cancellationToken) =>
            await ExistsAsync(service, cancellationToken) ? 0 : 1;

        protected override async Task CallAsync(FaultedService service, CallOptions options) =>
            await service.EndUsers.DeleteEndUserAsync(
                new DeleteEndUserRequest { HubId = FaultedService.Hub, UserId = User }, options);
    }

    private sealed class CreateActivation(string? requestId) : WriteUnderFault
    {
        public override Task PrepareAsync(FaultedService service, CancellationToken cancellationToken) =>
            AddUserAsync(service, cancellationToken);

        public override async Task<int> CountAsync(FaultedService service, CancellationToken cancellationToken) =>
            (await ActivationsAsync(service, cancellationToken)).TotalCount;

        protected override Task CallAsync(FaultedService service, CallOptions options) =>
            ActivateAsync(service, options, requestId);
    }

    private sealed class UpdateVariables : WriteUnderFault
    {
        private string activation = "";

        public override async Task PrepareAsync(FaultedService service, CancellationToken cancellationToken)
        {
            await AddUserAsync(service, cancellationToken);
            activation = await ActivateAsync(service, new CallOptions(cancellationToken: cancellationToken));
        }

        public override async Task<int> CountAsync(FaultedService service, CancellationToken cancellationToken)
        {
            var stored = await service.Activations.GetActivationAsync(
                new GetActivationRequest { ActivationId = activation }, cancellationToken: cancellationToken);
            return stored.DynamicVariables.Fields.ContainsKey("new") ? 1 : 0;
        }

        protected override async Task CallAsync(FaultedService service, CallOptions options) =>
            await service.Activations.UpdateDynamicVariablesAsync(
                new UpdateDynamicVariablesRequest
                {
                    ActivationId = activation,
                    DynamicVariables = new Struct { Fields = { ["new"] = Value.ForNumber(1) } },
                },
                options);
    }

    private sealed class DeleteActivation : WriteUnderFault
    {
        private string activation = "";

        public override async Task PrepareAsync(FaultedService service, CancellationToken cancellationToken)
        {
            await AddUserAsync(service, cancellationToken);
            activation = await ActivateAsync(service, new CallOptions(cancellationToken: cancellationToken));
        }

        public override async Task<int> CountAsync(FaultedService service, CancellationToken cancellationToken) =>
            1 - (await ActivationsAsync(service, cancellationToken)).TotalCount;

        protected override async Task CallAsync(FaultedService service, CallOptions options) =>
            await service.Activations.DeleteActivationAsync(
                new DeleteActivationRequest { ActivationId = activation }, options);
    }

    private sealed class CreateConnection : WriteUnderFault
    {
        public override bool IsRepeatable => true;

        public override Task PrepareAsync(FaultedService service, CancellationToken cancellationToken) =>
            AddUserAsync(service, cancellationToken);

        public override async Task<int> CountAsync(FaultedService service, CancellationToken cancellationToken)
        {
            var page = await service.Connections.ListEndUserConnectionsAsync(
                new ListEndUserConnectionsRequest { HubId = FaultedService.Hub, UserId = User },
                cancellationToken: cancellationToken);
            return page.TotalCount;
        }

        protected override async Task CallAsync(FaultedService service, CallOptions options) =>
            await service.Connections.CreateEndUserConnectionAsync(
                new CreateEndUserConnectionRequest
                {
                    HubId = FaultedService.Hub,
                    UserId = User,
                    ConnectorId = FaultedService.Connector,
                    Connection = new ConnectionCreate { Name = "Named alike", Credentials = new ConnectionCredentialsCreate() },
                },
                options);
    }
}
