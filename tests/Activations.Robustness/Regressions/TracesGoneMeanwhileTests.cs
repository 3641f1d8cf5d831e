using System.Security.Cryptography;
using Activations.Robustness.Faults.MongoDb;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Activations.Robustness.Regressions;

/// <summary>
/// The answer to a write was lost, and somebody else removed its traces before the database was asked what became of it. A
/// new user came back after having been deleted; a change that readers had seen was refused as NOT_FOUND; one user was
/// deleted twice; a signing key was deleted that was registered after the deletion of another with its id.
/// </summary>
public sealed class TracesGoneMeanwhileTests
{
    private const string User = "gone-meanwhile";
    private const string Key = "01J0TRN0KEY000000000000001";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_who_was_deleted_does_not_come_back()
    {
        await using var peer = MongoPeer.Start();
        await using var service = await StartAsync(peer);

        var answer = await InterruptAsync(
            peer, "insert", isApplied: true, () => CreateUserAsync(service), async () =>
            {
                while (peer.Read("endUsers").All(user => user["externalId"] != User))
                    await Task.Delay(1, Cancellation);
                await DeleteUserAsync(service);
            });

        Assert.Equal(StatusCode.Unavailable, answer);
        Assert.DoesNotContain(peer.Read("endUsers"), user => user["externalId"] == User);
    }

    [Fact]
    public async Task A_change_of_a_user_who_is_gone_is_not_refused()
    {
        await using var peer = MongoPeer.Start();
        await using var service = await StartAsync(peer);
        await CreateUserAsync(service);
        var activation = (await service.Activations.CreateActivationAsync(
            new CreateActivationRequest { UserId = User, IntegrationId = service.Integration }, cancellationToken: Cancellation)).Id;

        var answer = await InterruptAsync(
            peer, "update", isApplied: true, () => SetVariableAsync(service, activation), async () =>
            {
                while (!(await ReadAsync(service, activation)).DynamicVariables.Fields.ContainsKey("new"))
                    await Task.Delay(1, Cancellation);
                await DeleteUserAsync(service);
            });

        Assert.Equal(StatusCode.Unavailable, answer);
    }

    [Fact]
    public async Task A_user_is_not_deleted_by_two()
    {
        await using var peer = MongoPeer.Start();
        await using var service = await StartAsync(peer);
        await CreateUserAsync(service);

        var answer = await InterruptAsync(
            peer, "delete", isApplied: false, () => DeleteUserAsync(service), () => DeleteUserAsync(service));

        Assert.Equal(StatusCode.Unavailable, answer);
    }

    [Fact]
    public async Task A_key_that_takes_the_place_of_a_deleted_one_stays()
    {
        await using var peer = MongoPeer.Start();
        await using var service = await StartAsync(peer);
        await CreateKeyAsync(service);

        var answer = await InterruptAsync(
            peer, "delete", isApplied: true, () => DeleteKeyAsync(service), () => CreateKeyAsync(service), "signingKeys");

        Assert.Equal(StatusCode.Unavailable, answer);
        Assert.Single(peer.Read("signingKeys"), key => key["_id"] == Key);
    }

    /// <summary>Makes a call whose write is answered with an error only after something else has happened.</summary>
    /// <returns>What the caller is told.</returns>
    private static async Task<StatusCode> InterruptAsync(
        MongoPeer peer,
        string command,
        bool isApplied,
        Func<Task> callAsync,
        Func<Task> happenAsync,
        string collection = "endUsers")
    {
        var happened = new TaskCompletionSource();
        var arrived = peer.Commands.Count(sent => sent.Name == command);
        var reaction = Reaction.NotPrimary(isApplied, isRetryable: false) with { Until = happened.Task };
        using var rule = peer.Script.Add(command, reaction, collection);
        var call = callAsync();
        while (peer.Commands.Count(sent => sent.Name == command) == arrived)
            await Task.Delay(1, Cancellation);
        await happenAsync();
        happened.SetResult();
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static async Task<FaultedService> StartAsync(MongoPeer peer)
    {
        var service = await FaultedService.StartAsync(peer.ConnectionString);
        await service.PrepareAsync(Cancellation);
        return service;
    }

    private static async Task CreateUserAsync(FaultedService service) => await service.EndUsers.CreateEndUserAsync(
        new CreateEndUserRequest { HubId = FaultedService.Hub, ExternalId = User }, cancellationToken: Cancellation);

    private static async Task DeleteUserAsync(FaultedService service) => await service.EndUsers.DeleteEndUserAsync(
        new DeleteEndUserRequest { HubId = FaultedService.Hub, UserId = User }, cancellationToken: Cancellation);

    private static async Task CreateKeyAsync(FaultedService service)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CreateSigningKeyRequest
        {
            HubId = FaultedService.Hub,
            Name = "A key",
            PublicKey = key.ExportSubjectPublicKeyInfoPem(),
            Id = Key,
        };
        await service.Admin.CreateSigningKeyAsync(request, cancellationToken: Cancellation);
    }

    private static async Task DeleteKeyAsync(FaultedService service) => await service.Admin.DeleteSigningKeyAsync(
        new DeleteSigningKeyRequest { SigningKeyId = Key }, cancellationToken: Cancellation);

    private static async Task SetVariableAsync(FaultedService service, string activation) =>
        await service.Activations.UpdateDynamicVariablesAsync(
            new UpdateDynamicVariablesRequest
            {
                ActivationId = activation,
                DynamicVariables = new Struct { Fields = { ["new"] = Value.ForNumber(1) } },
            },
            cancellationToken: Cancellation);

    private static async Task<Activation> ReadAsync(FaultedService service, string activation) =>
        await service.Activations.GetActivationAsync(
            new GetActivationRequest { ActivationId = activation }, cancellationToken: Cancellation);
}
