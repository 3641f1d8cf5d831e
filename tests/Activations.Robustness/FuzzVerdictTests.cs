using System.Text;
using Activations.Robustness.Traffic.Fuzz;
using Activations.Robustness.Validate;

namespace Activations.Robustness;

/// <summary>The fuzzer's verdicts find fault with what the product does not promise, and with nothing else.</summary>
public sealed class FuzzVerdictTests
{
    private const string Json = "application/json; charset=utf-8";

    [Theory]
    [InlineData(200, "text/html", "", true)]
    [InlineData(404, Json, """{"code":"NOT_FOUND","message":"a","fields":[],"details":"","metadata":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", true)]
    [InlineData(500, Json, """{"code":"INTERNAL","message":"a","fields":[],"details":"","metadata":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", false)]
    [InlineData(503, Json, """{"code":"UNAVAILABLE","message":"a","fields":[],"details":"","metadata":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", false)]
    [InlineData(504, Json, """{"code":"DEADLINE_EXCEEDED","message":"a","fields":[],"details":"","metadata":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", false)]
    [InlineData(400, null, "", false)]
    [InlineData(400, Json, "", false)]
    [InlineData(400, Json, "[]", false)]
    [InlineData(400, Json, """{"code":3,"message":"a","details":[]}""", false)]
    [InlineData(400, Json, """{"code":"A","message":"","fields":[],"details":"","metadata":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", false)]
    [InlineData(400, Json, """{"code":"A","message":"System.String can't be read","fields":[],"details":"","metadata":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", false)]
    [InlineData(400, Json, """{"code":"A","message":"at Json.Read() in Json.cs","fields":[],"details":"","metadata":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", false)]
    public void An_answer_over_REST_is_judged(int status, string? contentType, string body, bool isRight)
    {
        var answer = new HttpAnswer(status, contentType, Encoding.UTF8.GetBytes(body), IsLast: false);

        Assert.Equal(isRight, RestVerdict.Of(new RestRequest(), answer) is null);
    }

    [Fact]
    public void Only_a_request_that_breaks_HTTP_may_go_unanswered() => Assert.Equal(
        (true, false),
        (RestVerdict.Of(new RestRequest { IsMalformed = true }, null) is null, RestVerdict.Of(new RestRequest(), null) is null));

    [Theory]
    [InlineData("0", "", null, true)]
    [InlineData("3", "a", "AA==", true)]
    [InlineData("3", "a", null, false)]
    [InlineData("2", "a", "AA==", false)]
    [InlineData("4", "a", "AA==", false)]
    [InlineData("13", "a", "AA==", false)]
    [InlineData("14", "a", "AA==", false)]
    [InlineData("15", "a", "AA==", false)]
    [InlineData("17", "a", "AA==", false)]
    [InlineData("x", "a", "AA==", false)]
    [InlineData(null, "", null, false)]
    [InlineData("3", "Google.Protobuf.InvalidProtocolBufferException", "AA==", false)]
    public void An_answer_over_gRPC_is_judged(string? status, string message, string? details, bool isRight)
    {
        var answer = new GrpcAnswer(200, "application/grpc", status, message, details, []);

        Assert.Equal(isRight, GrpcVerdict.Of(new GrpcRequest { Path = "/a.b/C" }, answer) is null);
    }
}
