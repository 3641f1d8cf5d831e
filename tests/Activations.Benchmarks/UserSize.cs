using Activations.Grpc.Hosting;
using Activations.Identifiers;
using Activations.Json;
using Activations.Stores;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Integration = Activations.Integrations.Integration;

namespace Activations.Benchmarks;

/// <summary>What a create costs a user who holds much, against one who holds nothing.</summary>
internal static class UserSize
{
    private const int Held = 500;
    private const int Pairs = 300;
    private const int WarmUp = 50;
    private const double Bar = 3;

    private const string Heavy = "heavy-0";
    private const string Light = "light-0";

    // {"note":"…"} of 200 bytes
    private static readonly string Note = new('n', 200 - """{"note":""}""".Length);
    private static readonly JsonText Variables = JsonText.FromTrustedText($$"""{"note":"{{Note}}"}""");

    public static async Task RunAsync(string provider)
    {
        Report.Title($"user-size: a create for a user who holds {Held} activations, against one for a user who holds none");
        Report.Line($"  store {provider}, one caller, {Pairs} pairs in turn, each with {Variables.ByteCount} bytes of variables; what was created is deleted, untimed");
        using var bench = new Workbench(provider);
        Integration integration;
        await using (var store = await bench.OpenAsync("users"))
        {
            integration = await LoadAsync(store);
            var population = new Population(store);
            await MeasureAsync(
                "store",
                user => population.CreateAsync(user, integration, Variables),
                population.DeleteAsync);
        }

        await using var service = ActivationsHost.Build(bench.ArgumentsFor("users"));
        await service.StartAsync();
        using var channel = GrpcChannel.ForAddress(service.GrpcAddress());
        var client = new ActivationService.ActivationServiceClient(channel);
        await MeasureAsync(
            "gRPC",
            async user => Id.Parse<ActivationId>((await client.CreateActivationAsync(Request(user, integration))).Id),
            async id => await client.DeleteActivationAsync(new DeleteActivationRequest { ActivationId = id.ToString() }));
        await service.StopAsync();
    }

    /// <summary>Everything for the heavy user but the last integration, which is the one to create.</summary>
    private static async Task<Integration> LoadAsync(IStore store)
    {
        var population = new Population(store);
        var integrations = await population.AddIntegrationsAsync(Held + 1);
        await population.AddUsersAsync("heavy", count: 1);
        await population.AddUsersAsync("light", count: 1);
        foreach (var integration in integrations[..Held])
            await population.CreateAsync(Heavy, integration, Variables);
        return integrations[Held];
    }

    private static async Task MeasureAsync(
        string way, Func<string, Task<ActivationId>> createAsync, Func<ActivationId, Task> deleteAsync)
    {
        var heavy = new List<double>();
        var light = new List<double>();
        for (var pair = -WarmUp; pair < Pairs; pair++)
        {
            var ofLight = await MeasureOneAsync(Light, createAsync, deleteAsync);
            var ofHeavy = await MeasureOneAsync(Heavy, createAsync, deleteAsync);
            if (pair < 0)
                continue;
            light.Add(ofLight);
            heavy.Add(ofHeavy);
        }

        Report.Line($"  {way,-5} median {Report.Median(heavy),7:N0} µs with {Held} activations, {Report.Median(light),7:N0} µs with none");
        Report.AtMost(Report.Median(heavy) / Report.Median(light), Bar);
    }

    private static async Task<double> MeasureOneAsync(
        string user, Func<string, Task<ActivationId>> createAsync, Func<ActivationId, Task> deleteAsync)
    {
        ActivationId created = default;
        var microseconds = await Report.MicrosecondsAsync(async () => created = await createAsync(user));
        await deleteAsync(created);
        return microseconds;
    }

    private static CreateActivationRequest Request(string user, Integration integration) => new()
    {
        UserId = user,
        IntegrationId = integration.Id.ToString(),
        DynamicVariables = new Struct { Fields = { ["note"] = Value.ForString(Note) } },
    };
}
