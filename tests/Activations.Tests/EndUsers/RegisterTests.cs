using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;

namespace Activations.Tests.EndUsers;

public sealed class RegisterTests
{
    private static readonly ConnectionDraft Draft = new("Acme", [Drafts.Credential("string", """{"value":"v"}""")], [], []);

    [Fact]
    public void The_primary_connection_is_one_to_the_hubs_primary_connector()
    {
        var user = Decide(Draft);

        Assert.Equal(Catalogue.Crm.Id, user.PrimaryConnection!.ConnectorId);
        Assert.Equal(new EndUserUsage(1, 0, user.PrimaryConnection.JsonByteCount, 0), user.Usage);
        Assert.Equal((Catalogue.Hub.Id, "anna", Catalogue.Hub.OrganisationId), (user.Key.HubId, user.Key.ExternalId, user.OrganisationId));
    }

    [Fact]
    public void A_user_may_have_no_primary_connection()
    {
        var user = Decide(null);

        Assert.Null(user.PrimaryConnectionId);
        Assert.Equal(default, user.Usage);
    }

    [Fact]
    public void A_credential_that_does_not_match_its_type_is_refused()
    {
        var error = Assert.Throws<InvalidRequestException>(() => Decide(Draft with { Action = [Drafts.Credential("string", "{}")] }));

        Assert.Equal("primaryConnection.credentials.action[0].credential.data.value", error.Violations.Single().Field);
    }

    private static EndUser Decide(ConnectionDraft? primary) => new Register(new CountingIds()).Decide(
        Catalogue.Hub, "anna", "Anna", primary, Catalogue.CreatedAt);
}
