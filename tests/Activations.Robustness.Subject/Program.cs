using Activations.Grpc.Hosting;
using Activations.Robustness.Subject;
using Microsoft.Extensions.Hosting;

await using var app = ActivationsHost.Build(args, Alterations.Apply);
await app.StartAsync();
Console.WriteLine($"REST on {app.RestAddress()}, gRPC on {app.GrpcAddress()}");
await app.WaitForShutdownAsync();
await app.CloseAsync();
return Environment.ExitCode;
