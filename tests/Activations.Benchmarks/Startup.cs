using System.Diagnostics;
using System.Net.Sockets;
using Activations.Processes;

namespace Activations.Benchmarks;

/// <summary>
/// What it takes to start the service as it is published: from the start of the process to the first 200 of <c>/readyz</c>, and
/// the memory that it holds then. Each publish is started in turn with the others, on an SQLite file that is there already.
/// </summary>
internal static class Startup
{
    private const int Rounds = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly (string Name, string Arguments)[] Kinds =
    [
        ("framework-dependent", ""),
        ("framework-dependent, ReadyToRun", "-r linux-x64 --no-self-contained -p:PublishReadyToRun=true"),
        ("single file, ReadyToRun", "-r linux-x64 --self-contained -p:PublishSingleFile=true -p:PublishReadyToRun=true"),
    ];

    public static async Task RunAsync()
    {
        Report.Title($"startup: {Rounds} starts of each publish in turn, to the first 200 of /readyz; SQLite; resident memory then");
        using var folder = new TemporaryFolder();
        var publishes = Kinds.Select(kind => (kind.Name, Program: Publish(folder.Path, kind.Name, kind.Arguments))).ToList();
        var starts = publishes.ToDictionary(publish => publish.Name, _ => new List<(double Milliseconds, double MiB)>());
        for (var round = -1; round < Rounds; round++) // the first makes the file, and reads the programs from the disk
        {
            foreach (var (name, program) in publishes)
            {
                var start = await StartAsync(folder.Path, program);
                if (round >= 0)
                    starts[name].Add(start);
            }
        }

        foreach (var (name, measured) in starts)
        {
            Report.Line($"  {name,-32} {Summary(measured.Select(m => m.Milliseconds)),-24} ms   {Summary(measured.Select(m => m.MiB)),-20} MiB");
        }

        double Time(int kind) => Report.Median(starts[Kinds[kind].Name].Select(m => m.Milliseconds));
        Report.Line($"  the single file takes {Time(2) / Time(0):0.00}x of the framework-dependent one's time");
    }

    private static string Publish(string folder, string name, string arguments)
    {
        var target = Path.Combine(folder, name.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-'));
        using var publish = Process.Start(
            "dotnet", $"publish {ProjectFolder()} {arguments} -o {target} --artifacts-path {Path.Combine(folder, "artifacts")} -v q");
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(target, "Activations.Grpc") : throw new InvalidOperationException("It can't be published.");
    }

    private static string ProjectFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Activations.Grpc.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("It runs outside the repository.");
        return Path.Combine(folder.FullName, "src", "Activations.Grpc");
    }

    private static async Task<(double Milliseconds, double MiB)> StartAsync(string folder, string program)
    {
        var port = FreePort();
        using var client = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        await using var service = ServiceProcess.Launch(new ServiceLaunch(folder)
        {
            Executable = program,
            Args = ["--Activations:Auth:Mode=none", $"--Activations:Http:Port={port}", "--Activations:Grpc:Port=0"],
        });
        while (!await IsReadyAsync(client, port))
        {
            if (service.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException("It did not start:\n" + service.Output);
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }

        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var memory = service.ResidentBytes / 1024.0 / 1024.0;
        await service.StopAsync();
        return (took, memory);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Summary(IEnumerable<double> values)
    {
        var all = values.ToList();
        return FormattableString.Invariant($"median {Report.Median(all):0} ({all.Min():0}–{all.Max():0})");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
