using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Json;

namespace Activations.Tests.EndUsers;

/// <summary>How much a user holds after an activation, and how much is too much.</summary>
public sealed class ActivateUsageTests : ActivateTests
{
    private static readonly ActivationDraft Draft = Drafts.Of(
        Catalogue.ContactsToMailer,
        Drafts.New(Catalogue.CrmTemplate, Drafts.Credential("string", """{"value":"s3cret"}""")),
        Drafts.New(Catalogue.MailerTemplate)) with
    {
        DynamicVariables = JsonText.FromTrustedText("""{"listName":"friends"}"""),
        RequestId = "r",
    };

    [Fact]
    public void Usage_grows_by_what_is_added()
    {
        var before = Catalogue.DemoUser.Usage with { Activations = 5, RequestIds = 7 };

        var decision = Decide(Catalogue.ContactsToMailer, Catalogue.DemoUser with { Usage = before }, Draft);

        var added = decision.Edits.OfType<EndUserEdit.AddConnection>().Sum(e => e.Connection.JsonByteCount)
            + Draft.DynamicVariables.ByteCount;
        Assert.Equal(new EndUserUsage(before.Connections + 2, 6, before.JsonBytes + added, 8), decision.Usage);
    }

    [Fact]
    public void Usage_does_not_grow_by_connections_that_exist()
    {
        var decision = Decide(Catalogue.Ping, Catalogue.DemoUser, Drafts.Of(Catalogue.Ping));

        Assert.Equal(Catalogue.DemoUser.Usage.Connections, decision.Usage.Connections);
    }

    [Fact]
    public void Usage_counts_no_request_id_where_none_is_given()
    {
        var decision = Decide(Catalogue.Ping, Catalogue.DemoUser, Drafts.Of(Catalogue.Ping));

        Assert.Equal(0, decision.Usage.RequestIds);
    }

    [Fact]
    public void A_user_may_hold_exactly_as_much_as_the_limits_say()
    {
        var usage = DecideWith(default).Usage;
        var room = new EndUserUsage(
            EndUserUsage.MaxConnections - usage.Connections,
            EndUserUsage.MaxActivations - usage.Activations,
            EndUserUsage.MaxJsonBytes - usage.JsonBytes,
            EndUserUsage.MaxRequestIds - usage.RequestIds);

        Assert.Equal(new EndUserUsage(1_000, 1_000, 8_388_608, 1_000), DecideWith(room).Usage);
    }

    [Fact]
    public void One_connection_too_many_is_refused() => Assert.Equal(
        ErrorReason.UserLimitExceeded,
        Assert.Throws<LimitExceededException>(() => DecideWith(new EndUserUsage(999, 0, 0, 0))).Reason);

    [Fact]
    public void One_activation_too_many_is_refused() => Assert.Equal(
        ErrorReason.UserLimitExceeded,
        Assert.Throws<LimitExceededException>(() => DecideWith(new EndUserUsage(0, 1_000, 0, 0))).Reason);

    [Fact]
    public void More_than_8_MiB_of_JSON_are_refused() => Assert.Equal(
        ErrorReason.UserLimitExceeded,
        Assert.Throws<LimitExceededException>(() => DecideWith(new EndUserUsage(0, 0, 8_388_600, 0))).Reason);

    [Fact]
    public void One_request_id_too_many_is_refused() => Assert.Equal(
        ErrorReason.RequestIdLimitExceeded,
        Assert.Throws<LimitExceededException>(() => DecideWith(new EndUserUsage(0, 0, 0, 1_000))).Reason);

    [Fact]
    public void A_user_with_all_request_ids_used_up_can_still_activate_without_one()
    {
        var user = Catalogue.DemoUser with { Usage = new EndUserUsage(2, 0, 0, 1_000) };

        Assert.Equal(1, Decide(Catalogue.Ping, user, Drafts.Of(Catalogue.Ping)).Usage.Activations);
    }

    private static Decision<Activated> DecideWith(EndUserUsage usage) =>
        Decide(Catalogue.ContactsToMailer, Catalogue.DemoUser with { Usage = usage }, Draft);
}
