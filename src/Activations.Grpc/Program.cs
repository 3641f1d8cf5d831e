using Activations.Grpc.Configuration;
using Activations.Grpc.Demo;
using Activations.Grpc.Hosting;
using Activations.Stores;

try
{
    await using var app = ActivationsHost.Build(args);
    await app.StartAsync();

    Console.WriteLine($"REST on {app.RestAddress()}, gRPC on {app.GrpcAddress()}");
    app.Services.GetService<DemoSecretsKey>()?.Announce();
    if (args.Contains(DemoRun.Switch))
    {
        var isRequired = app.Services.GetRequiredService<ActivationsOptions>().Auth.IsRequired;
        var key = isRequired ? await DemoApiKey.CreateAsync(app.Services) : null;
        await DemoRun.RunAsync(app.RestAddress(), app.GrpcAddress(), DemoTls.Of(app.Services), key);
    }


    await app.WaitForShutdownAsync();
    return Environment.ExitCode;
}
catch (Exception exception) when (exception is InvalidConfigurationException or StoreUnusableException or IOException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
