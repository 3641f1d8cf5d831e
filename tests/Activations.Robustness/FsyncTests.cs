using System.Runtime.Versioning;
using Activations.Processes;
using Activations.Robustness.Faults;
using Activations.Robustness.Subject;
using Activations.Robustness.Traffic;
using Activations.Robustness.Validate.SystemCalls;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace Activations.Robustness;

/// <summary>
/// What is acknowledged is on the disk before: shown by the system calls of a running service, since a killed process leaves
/// what it wrote to the operating system. Fails where strace is missing.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class FsyncTests : IDisposable
{
    private const string Program = "Activations.Robustness.Subject.dll";

    private readonly TemporaryFolder folder = new();

    private string Trace => Path.Combine(folder.Path, "trace");

    private string Log => Path.Combine(folder.Path, "data", "activations.db-wal");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task No_answer_to_a_write_leaves_before_an_fsync_of_all_that_was_written_has_succeeded()
    {
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path) { Program = Program });

        var (calls, answers, violations) = await TraceAsync(service, Effort.Of(20));

        Assert.Empty(violations);
        Assert.Equal(calls, answers);
    }

    [Fact]
    public async Task A_service_that_does_not_sync_is_caught()
    {
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Program = Program,
            Environment = new Dictionary<string, string> { [Alterations.SqliteSynchronous] = "OFF" },
        });

        var (calls, answers, violations) = await TraceAsync(service, rounds: 5);

        Assert.Equal(calls, answers);
        Assert.NotEmpty(violations);
    }

    private async Task<(int Calls, int Answers, List<string> Violations)> TraceAsync(ServiceProcess service, int rounds)
    {
        using var hub = await PlainHub.CreateAsync(service);
        using var channel = GrpcChannel.ForAddress(service.Grpc);
        var grpc = new ActivationService.ActivationServiceClient(channel);
        Assert.True((await hub.AddUserAsync("user")).IsSuccess);
        await CallOverRestAsync(hub); // so that connections are open and their settings exchanged
        await CallOverGrpcAsync(grpc, hub);
        int calls = 0;
        await using (await Strace.RecordAsync(
            service.Id, Trace, "pwrite64", "pwritev", "write", "writev", "ftruncate", "fsync", "fdatasync", "sendto", "sendmsg"))
        {
            for (var round = 0; round < rounds; round++)
                calls += await CallOverRestAsync(hub) + await CallOverGrpcAsync(grpc, hub);
        }

        var lines = await File.ReadAllLinesAsync(Trace, TestContext.Current.CancellationToken);
        var (answers, violations) = SyncBeforeAnswer.Check(SystemCall.Read(lines), Log);
        return (calls, answers, violations);
    }

    private static async Task<int> CallOverRestAsync(PlainHub hub)
    {
        var created = await hub.ActivateAsync("user");
        Assert.True(created.IsSuccess);
        Assert.True((await hub.UpdateAsync(created.Id, "new")).IsSuccess);
        Assert.True((await hub.DeleteAsync(created.Id)).IsSuccess);
        return 3;
    }

    private static async Task<int> CallOverGrpcAsync(ActivationService.ActivationServiceClient grpc, PlainHub hub)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var created = await grpc.CreateActivationAsync(
            new CreateActivationRequest { UserId = "user", IntegrationId = hub.Integration }, cancellationToken: cancellation);
        var variables = new Struct { Fields = { ["value"] = Value.ForString("new") } };
        await grpc.UpdateDynamicVariablesAsync(
            new UpdateDynamicVariablesRequest { ActivationId = created.Id, DynamicVariables = variables }, cancellationToken: cancellation);
        await grpc.DeleteActivationAsync(new DeleteActivationRequest { ActivationId = created.Id }, cancellationToken: cancellation);
        return 3;
    }
}
