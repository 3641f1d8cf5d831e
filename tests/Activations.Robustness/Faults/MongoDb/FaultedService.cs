using System.Net;
using Activations.Processes;
using Activations.V1;
using Grpc.Net.Client;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>A service process that keeps its data in a MongoDB, and the clients to call it with.</summary>
internal sealed class FaultedService : IAsyncDisposable
{
    /// <summary>The hub of the demo catalogue.</summary>
    public const string Hub = "01J0DEM0HVB000000000000001";

    /// <summary>The connector of that hub.</summary>
    public const string Connector = "01J0DEM0C0N000000000000001";

    private const string Organisation = "01J0DEM00RG000000000000001";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder;
    private readonly GrpcChannel channel;

    private FaultedService(TemporaryFolder folder, ServiceProcess process)
    {
        this.folder = folder;
        Process = process;
        Rest = new HttpClient { BaseAddress = process.Rest, Timeout = Patience };
        channel = GrpcChannel.ForAddress(process.Grpc);
        Activations = new ActivationService.ActivationServiceClient(channel);
        EndUsers = new EndUserService.EndUserServiceClient(channel);
        Connections = new ConnectionService.ConnectionServiceClient(channel);
        Admin = new AdminService.AdminServiceClient(channel);
    }

    public ServiceProcess Process { get; }

    public HttpClient Rest { get; }

    public ActivationService.ActivationServiceClient Activations { get; }

    public EndUserService.EndUserServiceClient EndUsers { get; }

    public ConnectionService.ConnectionServiceClient Connections { get; }

    public AdminService.AdminServiceClient Admin { get; }

    /// <summary>A deployed integration that anybody can activate without a connection.</summary>
    public string Integration { get; private set; } = "";

    /// <summary>Starts one, with the demo catalogue.</summary>
    /// <param name="connectionString">Where its MongoDB is.</param>
    /// <param name="database">Its database there.</param>
    public static async Task<FaultedService> StartAsync(string connectionString, string database = "activations")
    {
        var folder = new TemporaryFolder();
        try
        {
            var process = await ServiceProcess.StartAsync(
                folder.Path,
                "--demo",
                "--Activations:Store:Provider=mongodb",
                $"--Activations:Store:MongoDb:ConnectionString={connectionString}",
                $"--Activations:Store:MongoDb:Database={database}");
            return new FaultedService(folder, process);
        }
        catch (InvalidOperationException)
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes the integration.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await BecomesAsync(HttpStatusCode.OK, Patience, cancellationToken); // it may begin to listen before its store is ready
        var integrations = new IntegrationService.IntegrationServiceClient(channel);
        var made = await integrations.CreateIntegrationAsync(
            new CreateIntegrationRequest { HubId = Hub, OrganisationId = Organisation, Name = "Plain" },
            cancellationToken: cancellationToken);
        await integrations.DeployIntegrationAsync(
            new DeployIntegrationRequest { IntegrationId = made.Id }, cancellationToken: cancellationToken);
        Integration = made.Id;
    }

    /// <summary>What an address of health answers.</summary>
    public async Task<HttpStatusCode> StatusOfAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await Rest.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Waits until the service says that it is ready, or that it is not.</summary>
    /// <exception cref="OperationCanceledException">It did not say so within the limit.</exception>
    public async Task BecomesAsync(HttpStatusCode status, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        while (await StatusOfAsync("/readyz", patience.Token) != status)
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        channel.Dispose();
        await Process.DisposeAsync();
        folder.Dispose();
    }
}
