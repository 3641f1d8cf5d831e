using Activations.Robustness.Traffic.Fuzz;
using Activations.Robustness.Validate;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Reflection.V1Alpha;

namespace Activations.Robustness.Regressions;

/// <summary>
/// Calls over gRPC whose frames or headers are broken were answered INTERNAL, as if the service had a defect, and without
/// details: the framework refuses them before any interceptor is reached.
/// </summary>
public sealed class BrokenFrameTests(DemoService demo) : IClassFixture<DemoService>, IDisposable
{
    private const string Path = "/activations.v1.HubService/GetHub";

    private static readonly byte[] Message = new V1.GetHubRequest { HubId = "01J0DEM0HVB000000000000001" }.ToByteArray();

    private readonly GrpcConnection connection = new(demo.Service.Grpc);

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "compressed, without saying how", GrpcRequests.Frame(Message, flag: 1) },
        { "a flag that is none", GrpcRequests.Frame(Message, flag: 2) },
        { "no message", [] },
        { "a part of the prefix", GrpcRequests.Frame(Message)[..4] },
        { "a part of the message", GrpcRequests.Frame(Message)[..^1] },
        { "two messages", [.. GrpcRequests.Frame(Message), .. GrpcRequests.Frame(Message)] },
        { "more behind the message", [.. GrpcRequests.Frame(Message), 0] },
    };

    public void Dispose() => connection.Dispose();

    [Theory, MemberData(nameof(Broken))]
    public async Task A_broken_frame_is_the_fault_of_its_caller(string what, byte[] body)
    {
        Assert.NotEmpty(what);
        var answer = await SendAsync(new GrpcRequest { Path = Path, Body = body });

        Assert.Equal((200, "3", "INVALID_ARGUMENT"), (answer.HttpStatus, answer.Status, ReasonOf(answer)));
    }

    [Theory]
    [InlineData(new byte[] { 0x68, 0x3a, 0x2a, 0x5a, 0xd7, 0x5b })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0xff, 0xff, 0xff, 0xfc })]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 0x0a, 0x7f, 0x41 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 0x0a })]
    public async Task A_broken_frame_behind_another_is_the_fault_of_its_caller(byte[] second)
    {
        var answer = await SendAsync(new GrpcRequest
        {
            Path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
            Body = [.. GrpcRequests.Frame(new ServerReflectionRequest { ListServices = "*" }.ToByteArray()), .. second],
        });

        Assert.Equal(("3", "INVALID_ARGUMENT"), (answer.Status, ReasonOf(answer)));
    }

    [Fact]
    public async Task A_caller_who_goes_away_in_the_middle_of_a_stream_is_no_defect()
    {
        for (var length = 0; length < 8; length++)
        {
            await connection.SendAsync(
                new GrpcRequest
                {
                    Path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                    Body = GrpcRequests.Frame(new ServerReflectionRequest { ListServices = "*" }.ToByteArray()),
                    ResetAfter = length,
                },
                TestContext.Current.CancellationToken);
        }

        ServiceLog.AssertNoDefects(demo.Service);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("\ufeffbom")]
    [InlineData("activations.v1.Nope")]
    public async Task What_reflection_does_not_know_is_not_UNKNOWN(string symbol)
    {
        foreach (var version in (string[])["v1", "v1alpha"])
        {
            foreach (var message in (ServerReflectionRequest[])
                [new() { FileContainingSymbol = symbol }, new() { FileByFilename = symbol }, new() { AllExtensionNumbersOfType = symbol }, new() { FileContainingExtension = new ExtensionRequest { ContainingType = symbol, ExtensionNumber = -1 } }, new()])
            {
                var answer = await SendAsync(new GrpcRequest
                {
                    Path = $"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
                    Body = GrpcRequests.Frame(message.ToByteArray()),
                });

                Assert.Equal("0 " + message, answer.Status + " " + message);
            }
        }
    }

    [Theory]
    [InlineData("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")]
    [InlineData("/grpc.health.v1.Health/Check")]
    [InlineData("/grpc.health.v1.Health/Watch")]
    public async Task A_malformed_message_is_the_fault_of_its_caller_in_the_services_of_gRPC_too(string path)
    {
        var answer = await SendAsync(new GrpcRequest { Path = path, Body = GrpcRequests.Frame([0x0a, 0x7f, 0x41]) });

        Assert.Equal(("3", "INVALID_ARGUMENT"), (answer.Status, ReasonOf(answer)));
    }

    [Fact]
    public async Task A_compression_that_is_not_known_is_not_an_RPC_that_is_not_there()
    {
        var request = new GrpcRequest { Path = Path, Body = GrpcRequests.Frame(Message, flag: 1) };
        request.Headers.Add(("grpc-encoding", "snappy"));

        var answer = await SendAsync(request);

        Assert.Equal(("12", "UNIMPLEMENTED"), (answer.Status, ReasonOf(answer)));
        Assert.Contains("grpc-encoding", Uri.UnescapeDataString(answer.Message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc-web-text")]
    public async Task Another_encoding_of_messages_is_415_and_not_INTERNAL(string contentType)
    {
        var answer = await SendAsync(new GrpcRequest { Path = Path, ContentType = contentType, Body = GrpcRequests.Frame(Message) });

        Assert.Equal((415, "3", "UNSUPPORTED_MEDIA_TYPE"), (answer.HttpStatus, answer.Status, ReasonOf(answer)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    public async Task What_is_not_gRPC_gets_no_status_of_gRPC(string? contentType)
    {
        var answer = await SendAsync(new GrpcRequest { Path = Path, ContentType = contentType, Body = GrpcRequests.Frame(Message) });

        Assert.Equal((415, null, "application/json; charset=utf-8"), (answer.HttpStatus, answer.Status, answer.ContentType));
    }

    private static string ReasonOf(GrpcAnswer answer)
    {
        var status = Status.Parser.ParseFrom(Convert.FromBase64String(answer.Details ?? ""));
        return status.Details.Count == 0 ? "" : status.Details[0].Unpack<ErrorInfo>().Reason;
    }

    private async Task<GrpcAnswer> SendAsync(GrpcRequest request)
    {
        var answer = await connection.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.NotNull(answer);
        return answer;
    }
}
