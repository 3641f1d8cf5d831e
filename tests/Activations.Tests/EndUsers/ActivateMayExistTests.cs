using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;

namespace Activations.Tests.EndUsers;

/// <summary>Rules A3 and A4, and that they come before those of the request.</summary>
public sealed class ActivateMayExistTests : ActivateTests
{
    private static readonly Activation Earlier =
        ActivationIn(Decide(Catalogue.Ping, Catalogue.DemoUser, Drafts.Of(Catalogue.Ping)));

    [Fact]
    public void An_integration_that_is_not_deployed_is_refused() // A3
    {
        var integration = Catalogue.NightlyExport;

        var error = Assert.Throws<IntegrationNotDeployedException>(
            () => Decide(integration, Catalogue.DemoUser, Drafts.Of(integration)));

        Assert.Equal(ErrorReason.IntegrationNotDeployed, error.Reason);
    }

    [Fact]
    public void A_second_activation_of_an_integration_is_refused_with_the_id_of_the_first() // A4
    {
        var error = Assert.Throws<ActivationAlreadyExistsException>(
            () => Decide(Catalogue.Ping, With(Catalogue.DemoUser, Earlier), Drafts.Of(Catalogue.Ping)));

        Assert.Equal(Earlier.Id.ToString(), error.Metadata["activationId"]);
    }

    [Fact]
    public void An_activation_of_another_integration_is_no_obstacle()
    {
        var other = Earlier with { IntegrationId = Catalogue.NightlyExport.Id };

        var decision = Decide(Catalogue.Ping, With(Catalogue.DemoUser, other), Drafts.Of(Catalogue.Ping));

        Assert.Equal(Catalogue.Ping.Id, ActivationIn(decision).IntegrationId);
    }

    [Fact]
    public void Not_deployed_is_said_before_already_activated() => Assert.Throws<IntegrationNotDeployedException>(
        () => Decide(
            Catalogue.Ping with { IsDeployed = false },
            With(Catalogue.DemoUser, Earlier),
            Drafts.Of(Catalogue.Ping)));

    [Fact]
    public void Not_deployed_is_said_before_what_is_wrong_with_the_request() =>
        Assert.Throws<IntegrationNotDeployedException>(() => Decide(
            Catalogue.NightlyExport,
            Catalogue.NewUser,
            Drafts.Of(Catalogue.NightlyExport),
            new Violation("", "is wrong")));

    [Fact]
    public void Already_activated_is_said_before_what_is_wrong_with_the_request() =>
        Assert.Throws<ActivationAlreadyExistsException>(() => Decide(
            Catalogue.Ping,
            With(Catalogue.NewUser, Earlier),
            Drafts.Of(Catalogue.Ping),
            new Violation("", "is wrong")));

    [Fact]
    public void A_user_that_was_loaded_without_the_activation_in_question_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => new Activate(new Schemas(), new CountingIds())
            .Decide(Catalogue.Ping, Catalogue.DemoUser, Drafts.Of(Catalogue.Ping), Now));
}
