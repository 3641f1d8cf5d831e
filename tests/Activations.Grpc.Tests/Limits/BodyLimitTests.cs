using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Limits;

public sealed class BodyLimitTests
{
    public static TheoryData<Transport> EachTransport => [Transport.Grpc, Transport.Rest];

    [Theory]
    [InlineData(1024, "1 KiB")]
    [InlineData(1_500_000, "1,500,000 bytes")]
    [InlineData(2 * 1024 * 1024, "2 MiB")]
    public async Task A_body_over_the_limit_is_refused_with_the_limit_that_is_configured(int limit, string inWords)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, $"MaxBodyBytes={limit}");
        var request = new CreateHubRequest { Name = new string('a', limit) };

        var overGrpc = (await limited.Service.On(Transport.Grpc).CallAsync(request)).Refusal;
        var overRest = (await limited.Service.On(Transport.Rest).CallAsync(request)).Refusal;

        Assert.Contains($"larger than {inWords}.", overGrpc.As(ErrorReason.ResourceExhausted).Message, StringComparison.Ordinal);
        Assert.Contains($"larger than {inWords}.", overRest.As(ErrorReason.PayloadTooLarge).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_is_refused_where_the_limit_is_passed()
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, "MaxBodyBytes=1024");
        using var request = new HttpRequestMessage(HttpMethod.Post, RestAnswer.Target("/hubs"))
        {
            Content = new StringContent("{" + new string(' ', 2000) + "}", null, "application/json"),
            Headers = { TransferEncodingChunked = true },
        };

        var answer = await RestAnswer.OfAsync(limited.Service.Rest, request);

        answer.AsRefusal().As(ErrorReason.PayloadTooLarge);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_limit_that_is_raised_takes_what_the_default_refuses(Transport transport)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceUnderTest.StartAsync(
            [folder.StoreSwitch, "--Activations:Limits:MaxBodyBytes=8388608"]);
        var scene = await ApiScene.CreateAsync(service.On(transport));
        var integration = await scene.AddIntegrationAsync();
        await service.On(transport).CallAsync(new DeployIntegrationRequest { IntegrationId = integration.Id });
        var user = await scene.AddUserAsync();

        var answer = await service.On(transport).CallAsync(new CreateActivationRequest
        {
            UserId = user.ExternalId,
            IntegrationId = integration.Id,
            DynamicVariables = Structs.Parse($$"""{"text": "{{new string('a', 5_000_000)}}"}"""),
        });

        Assert.Equal(integration.Id, answer.Reply.Integration.Id);
    }
}
