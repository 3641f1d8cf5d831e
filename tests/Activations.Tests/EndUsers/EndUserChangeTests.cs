using Activations.Builders;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.Tests.EndUsers;

public sealed class EndUserChangeTests
{
    private static readonly DateTimeOffset Later = Catalogue.CreatedAt.AddDays(1);

    private static readonly Activation Activation = new()
    {
        Id = Id.Parse<ActivationId>("01J0DEM0ACT000000000000001"),
        IntegrationId = Catalogue.Ping.Id,
        Bindings = [],
        DynamicVariables = JsonText.EmptyObject,
        Revision = 1,
        CreatedAt = Catalogue.CreatedAt,
        UpdatedAt = Catalogue.CreatedAt,
    };

    private static readonly EndUser User = Catalogue.DemoUser with { Version = 7, Activations = [Activation] };

    [Fact]
    public void The_version_is_counted_up_once_however_much_changes()
    {
        var connection = Catalogue.CrmConnection with { Id = Id.Parse<ConnectionId>("01J0DEM0CNX000000000000009") };

        var user = Apply(
            new EndUserEdit.AddConnection(connection), new EndUserEdit.SetPrimaryConnection(connection.Id, Later));

        Assert.Equal(8, user.Version);
    }

    [Fact]
    public void The_usage_is_that_of_the_change() =>
        Assert.Equal(new EndUserUsage(4, 3, 2, 1), Apply(new EndUserEdit.RemoveActivations([Activation.Id])).Usage);

    [Fact]
    public void A_connection_is_added()
    {
        var connection = Catalogue.CrmConnection with { Id = Id.Parse<ConnectionId>("01J0DEM0CNX000000000000009") };

        var user = Apply(new EndUserEdit.AddConnection(connection));

        Assert.Equal([.. User.Connections, connection], user.Connections);
    }

    [Fact]
    public void The_primary_connection_is_set_and_the_profile_updated()
    {
        var user = Apply(new EndUserEdit.SetPrimaryConnection(Catalogue.MailerConnection.Id, Later));

        Assert.Equal(Catalogue.MailerConnection, user.PrimaryConnection);
        Assert.Equal(Later, user.UpdatedAt);
    }

    [Fact]
    public void An_activation_is_added_and_the_profile_left_alone()
    {
        var added = Activation with { Id = Id.Parse<ActivationId>("01J0DEM0ACT000000000000002") };

        var user = Apply(new EndUserEdit.AddActivation(added));

        Assert.Equal([Activation, added], user.Activations);
        Assert.Equal(Catalogue.CreatedAt, user.UpdatedAt);
    }

    [Fact]
    public void An_activation_is_removed_and_its_connections_stay()
    {
        var user = Apply(new EndUserEdit.RemoveActivations([Activation.Id]));

        Assert.Empty(user.Activations);
        Assert.Equal(User.Connections, user.Connections);
    }

    [Fact]
    public void Variables_are_set_on_their_activation_alone()
    {
        var other = Activation with { Id = Id.Parse<ActivationId>("01J0DEM0ACT000000000000002") };
        var variables = JsonText.FromTrustedText("""{"a":1}""");

        var user = Apply(
            User with { Activations = [Activation, other] },
            new EndUserEdit.SetVariables(Activation.Id, variables, 2, Later));

        Assert.Equal(
            [Activation with { DynamicVariables = variables, Revision = 2, UpdatedAt = Later }, other],
            user.Activations);
    }

    [Fact]
    public void A_request_id_is_remembered()
    {
        var used = new UsedRequestId("r", [1, 2, 3], Activation.Id, Later);

        Assert.Equal(used, Apply(new EndUserEdit.RememberRequestId(used, Later)).UsedRequestId);
    }

    [Fact]
    public void What_was_loaded_stays_what_was_loaded() =>
        Assert.Equal(User.Parts, Apply(new EndUserEdit.RemoveActivations([Activation.Id])).Parts);

    private static EndUser Apply(params EndUserEdit[] edits) => Apply(User, edits);

    private static EndUser Apply(EndUser user, params EndUserEdit[] edits) => new EndUserChange
    {
        From = user,
        WriteId = default,
        Edits = [.. edits],
        Usage = new EndUserUsage(4, 3, 2, 1),
    }.Apply();
}
