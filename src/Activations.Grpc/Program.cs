using Activations.Grpc.CommandLine;
using Activations.Grpc.Demo;
using Activations.Grpc.Hosting;

try
{
    return await Commands.RunAsync(args, ServeAsync);
}
catch (Exception exception) when (Refusals.IsSentence(exception))
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static async Task<int> ServeAsync(string[] args)
{
    await using var app = ActivationsHost.Build(args);
    await app.StartAsync();

    Console.WriteLine($"REST on {app.RestAddress()}, gRPC on {app.GrpcAddress()}");
    if (args.Contains(DemoRun.Switch))
        await DemoRun.RunAsync(app);

    await app.WaitForShutdownAsync();
    await app.CloseAsync();
    return Environment.ExitCode;
}
