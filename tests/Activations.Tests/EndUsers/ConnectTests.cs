using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;

namespace Activations.Tests.EndUsers;

public sealed class ConnectTests
{
    private static readonly ConnectionDraft Draft = new(
        "Sync", [Drafts.Credential("basic-auth", """{"username":"me","password":"pw"}""")], [], []);

    [Fact]
    public void A_connection_to_the_primary_connector_becomes_the_primary_one_of_a_user_without()
    {
        var decision = Decide(Catalogue.NewUser, Draft);

        Assert.Equal(
            [
                new EndUserEdit.AddConnection(decision.Result),
                new EndUserEdit.SetPrimaryConnection(decision.Result.Id, Catalogue.CreatedAt),
            ],
            decision.Edits);
    }

    [Fact]
    public void The_primary_connection_stays_the_primary_one() =>
        Assert.IsType<EndUserEdit.AddConnection>(Assert.Single(Decide(Catalogue.DemoUser, Draft).Edits));

    [Fact]
    public void A_connection_to_another_connector_is_not_primary() =>
        Assert.IsType<EndUserEdit.AddConnection>(Assert.Single(new Connect(new CountingIds()).Decide(
            Catalogue.Hub, Catalogue.NewUser, Catalogue.Mailer.Id, Draft, Catalogue.CreatedAt).Edits));

    [Fact]
    public void Every_credential_that_does_not_match_its_type_is_reported()
    {
        var draft = Draft with
        {
            Action = [Drafts.Credential("basic-auth", """{"username":"me"}""")],
            Trigger = [Drafts.Credential("string", "{}")],
        };

        var error = Assert.Throws<InvalidRequestException>(() => Decide(Catalogue.NewUser, draft));

        Assert.Equal(
            ["connection.credentials.action[0].credential.data.password", "connection.credentials.trigger[0].credential.data.value"],
            error.Violations.Select(v => v.Field));
    }

    [Fact]
    public void A_user_holds_at_most_1000_connections()
    {
        var full = Catalogue.DemoUser with { Usage = new EndUserUsage(1_000, 0, 0, 0) };

        Assert.Throws<LimitExceededException>(() => Decide(full, Draft));
    }

    private static Decision<Connection> Decide(EndUser user, ConnectionDraft draft) => new Connect(new CountingIds()).Decide(
        Catalogue.Hub, user, Catalogue.Crm.Id, draft, Catalogue.CreatedAt);
}
