using System.Text.Json.Nodes;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;

namespace Activations.Grpc.Tests.OpenApi;

/// <summary>Operations fail as the OpenAPI document says: with a status, a body and a reason that it has.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task What_is_malformed_or_not_there_is_answered_as_documented()
    {
        await using var demo = await DemoService.StartAsync();
        foreach (var operation in demo.Document.Operations)
        {
            foreach (var name in operation.NamesIn("path"))
            {
                var bad = await operation.CallAsync(demo.Service, (name, name == "user_id" ? "\u0007" : "nonsense"));
                Assert.Equal(400, bad.Status);
                demo.Document.AssertAnswers(operation, bad);
                demo.Document.AssertAnswers(operation, await operation.CallAsync(demo.Service, (name, Catalogue.NewId())));
            }
        }
    }

    [Fact]
    public async Task A_body_that_is_not_taken_is_answered_as_documented()
    {
        await using var demo = await DemoService.StartAsync();
        foreach (var operation in demo.Document.Operations.Where(operation => operation.Body is not null))
        {
            var list = await demo.Service.Rest.SendAsync(operation.Method, operation.Target(), "[]");
            var text = await demo.Service.Rest.SendAsync(operation.Method, operation.Target(), "{}"u8.ToArray(), "text/plain");

            Assert.Equal((400, 415), (list.Status, text.Status));
            demo.Document.AssertAnswers(operation, list);
            demo.Document.AssertAnswers(operation, text);
        }
    }

    [Fact]
    public async Task Whoever_has_no_credentials_is_answered_as_documented()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceUnderTest.StartAsync([folder.StoreSwitch, "--Activations:Auth:Mode=required"]);
        var document = await ServedDocument.ReadAsync(service);

        foreach (var operation in document.Operations.Where(operation => operation.Node["security"] is JsonArray { Count: > 0 }))
        {
            var answer = await operation.CallAsync(service);
            Assert.Equal(401, answer.Status);
            document.AssertAnswers(operation, answer);
        }
    }
}
