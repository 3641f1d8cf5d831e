using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.Tests.EndUsers;

/// <summary>A request that is made again with its request id.</summary>
public sealed class ActivateReplayTests : ActivateTests
{
    private static readonly ActivationDraft First = Drafts.Of(
        Catalogue.Ping,
        Drafts.New(Catalogue.PingTemplate, Drafts.Credential("string", """{"value":"first"}"""))) with
    {
        RequestId = "r",
    };

    private static readonly ActivationId Made = Id.Parse<ActivationId>("01J0DEM0ACT000000000000001");

    private static readonly EndUser User = Catalogue.DemoUser with
    {
        UsedRequestId = new UsedRequestId("r", RequestFingerprint.Of(First), Made, Now.AddHours(-1)),
    };

    [Fact]
    public void The_same_request_again_answers_the_activation_that_was_made()
    {
        var decision = Decide(Catalogue.Ping, User, First);

        Assert.Equal(new Activated(Made, IsReplay: true), decision.Result);
    }

    [Fact]
    public void The_same_request_again_saves_nothing() => Assert.Empty(Decide(Catalogue.Ping, User, First).Edits);

    [Fact]
    public void Another_secret_is_still_the_same_request()
    {
        var again = First with
        {
            Connections =
            [
                Drafts.New(Catalogue.PingTemplate, Drafts.Credential("string", """{"value":"second"}""")),
            ],
        };

        Assert.True(Decide(Catalogue.Ping, User, again).Result.IsReplay);
    }

    [Fact]
    public void A_different_request_is_refused()
    {
        var different = First with { DynamicVariables = JsonText.FromTrustedText("""{"a":1}""") };

        var error = Assert.Throws<RequestIdReusedException>(() => Decide(Catalogue.Ping, User, different));

        Assert.Equal(ErrorReason.RequestIdReused, error.Reason);
    }

    [Fact]
    public void An_integration_that_was_undeployed_since_is_no_obstacle() =>
        Assert.True(Decide(Catalogue.Ping with { IsDeployed = false }, User, First).Result.IsReplay);

    [Fact]
    public void The_activation_itself_is_no_obstacle()
    {
        var activation = ActivationIn(Decide(Catalogue.Ping, Catalogue.DemoUser, First)) with { Id = Made };

        Assert.True(Decide(Catalogue.Ping, With(User, activation), First).Result.IsReplay);
    }

    [Fact]
    public void A_reused_request_id_is_said_before_not_deployed() => Assert.Throws<RequestIdReusedException>(
        () => Decide(
            Catalogue.Ping with { IsDeployed = false },
            User,
            First with { DynamicVariables = JsonText.FromTrustedText("""{"a":1}""") }));

    [Fact]
    public void The_same_words_for_another_integration_are_a_different_request()
    {
        var other = Catalogue.Ping with { Id = Id.Parse<IntegrationId>("01J0DEM01NT000000000000009") };

        Assert.Throws<RequestIdReusedException>(
            () => Decide(other, User, First with { IntegrationId = other.Id }));
    }

    [Fact]
    public void A_request_id_that_is_no_longer_remembered_counts_for_nothing()
    {
        var decision = Decide(Catalogue.Ping, User with { UsedRequestId = null }, First);

        Assert.False(decision.Result.IsReplay);
    }

    [Fact]
    public void A_user_that_was_loaded_without_the_request_id_is_a_defect()
    {
        var user = User with { Parts = new EndUserParts { ActivationOf = Catalogue.Ping.Id } };

        Assert.Throws<InvalidOperationException>(
            () => new Activate(new Schemas(), new CountingIds()).Decide(Catalogue.Ping, user, First, Now));
    }
}
