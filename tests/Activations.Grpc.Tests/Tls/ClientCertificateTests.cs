using Activations.Grpc.Tests.Calls;

namespace Activations.Grpc.Tests.Tls;

public sealed class ClientCertificateTests
{
    public static TheoryData<Transport, string> EachTransportAndMode => new()
    {
        { Transport.Grpc, "allowed" },
        { Transport.Rest, "allowed" },
        { Transport.Grpc, "required" },
        { Transport.Rest, "required" },
    };

    [Theory, MemberData(nameof(EachTransportAndMode))]
    public async Task One_of_the_authority_is_valid(Transport transport, string mode)
    {
        var authority = TestAuthority.Create();
        await using var scene = await StartAsync(authority, mode);

        await scene.AssertAnswersAsync(transport, scene.Service.GrpcAddress, authority.IssueClient());
    }

    [Theory, MemberData(nameof(EachTransportAndMode))]
    public async Task One_of_somebody_else_is_refused(Transport transport, string mode)
    {
        await using var scene = await StartAsync(TestAuthority.Create(), mode);

        await scene.AssertConnectsNotAsync(transport, TestAuthority.Create().IssueClient());
        await scene.AssertConnectsNotAsync(transport, scene.Authority.IssueClient()); // of the service's own authority
    }

    [Theory, MemberData(nameof(EachTransportAndMode))]
    public async Task One_that_has_expired_or_is_for_servers_is_refused(Transport transport, string mode)
    {
        var authority = TestAuthority.Create();
        await using var scene = await StartAsync(authority, mode);

        await scene.AssertConnectsNotAsync(transport, authority.IssueClient(isExpired: true));
        await scene.AssertConnectsNotAsync(transport, authority.IssueServer());
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task None_is_refused_where_one_is_required(Transport transport)
    {
        await using var required = await StartAsync(TestAuthority.Create(), "required");
        await using var allowed = await StartAsync(TestAuthority.Create(), "allowed");

        await required.AssertConnectsNotAsync(transport, client: null);
        await allowed.AssertAnswersAsync(transport, allowed.Service.GrpcAddress);
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task Where_none_is_asked_for_one_that_is_offered_does_not_matter(Transport transport)
    {
        await using var scene = new TlsScene();
        scene.Write(scene.Authority.IssueServer());
        await scene.StartAsync("--Activations:Tls:ClientCertificates=none");

        await scene.AssertAnswersAsync(transport, scene.Service.GrpcAddress, TestAuthority.Create().IssueClient());
    }

    private static async Task<TlsScene> StartAsync(TestAuthority authority, string mode)
    {
        var scene = new TlsScene();
        scene.Write(scene.Authority.IssueServer());
        scene.WriteClientAuthority(authority);
        await scene.StartAsync(
            $"--Activations:Tls:ClientCertificates={mode}",
            $"--Activations:Tls:ClientAuthorityPath={scene.PathOf("clients.crt")}");
        return scene;
    }
}
