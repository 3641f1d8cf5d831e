using Activations.Robustness.Traffic.Fuzz;
using Activations.V1;
using Google.Protobuf;

namespace Activations.Robustness.Regressions;

/// <summary>
/// A cursor of the right length that is not base64url was a defect (500, INTERNAL): the decoder throws where its name says
/// that it tries.
/// </summary>
public sealed class MadeUpCursorTests(DemoService demo) : IClassFixture<DemoService>
{
    public static TheoryData<string> Cursors =>
    [
        "01J0DEMN0NE00000000004288%2Fab%3D", new string('!', 32), new string('!', 54), "%20" + new string('A', 31), "%C3%A9" + new string('A', 31),
        new string('A', 30) + "==", new string('A', 33),
    ];

    [Theory, MemberData(nameof(Cursors))]
    public async Task A_damaged_cursor_is_a_violation_over_REST(string cursor)
    {
        using var client = new HttpClient { BaseAddress = demo.Service.Rest };
        foreach (var list in (string[])["integrations", "users", "activations"])
        {
            using var answer = await client.GetAsync(
                new Uri($"/hubs/01J0DEM0HVB000000000000001/{list}?after={cursor}", UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.Equal(400, (int)answer.StatusCode);
        }
    }

    [Theory, MemberData(nameof(Cursors))]
    public async Task A_damaged_cursor_is_a_violation_over_gRPC(string cursor)
    {
        var request = new ListEndUsersRequest { HubId = "01J0DEM0HVB000000000000001", Before = Uri.UnescapeDataString(cursor) };
        using var connection = new GrpcConnection(demo.Service.Grpc);

        var answer = await connection.SendAsync(
            new GrpcRequest { Path = "/activations.v1.EndUserService/ListEndUsers", Body = GrpcRequests.Frame(request.ToByteArray()) },
            TestContext.Current.CancellationToken);

        Assert.Equal("3", answer?.Status);
    }
}
