using System.Collections.Immutable;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.Tests.EndUsers;

public sealed class DisconnectTests
{
    private static readonly ConnectionId Mailer = Catalogue.MailerConnection.Id;

    private static readonly ImmutableArray<Activation> Two = [Activation(1, Mailer), Activation(2, Mailer)];

    [Fact]
    public void A_connection_that_nothing_binds_is_removed() =>
        Assert.Equal([new EndUserEdit.RemoveConnection(Mailer)], Decide(Mailer, []).Edits);

    [Fact]
    public void The_user_of_a_primary_connection_has_none_afterwards() => Assert.Equal(
        [
            new EndUserEdit.RemoveConnection(Catalogue.CrmConnection.Id),
            new EndUserEdit.SetPrimaryConnection(null, Catalogue.CreatedAt),
        ],
        Decide(Catalogue.CrmConnection.Id, []).Edits);

    [Fact]
    public void A_connection_that_activations_bind_is_kept_and_they_are_named()
    {
        var error = Assert.Throws<ConnectionInUseException>(() => Decide(Mailer, Two));

        Assert.Equal($"{Two[0].Id},{Two[1].Id}", error.Metadata["activationIds"]);
        Assert.Equal("2", error.Metadata["activationCount"]);
    }

    [Fact]
    public void Of_many_activations_a_hundred_are_named()
    {
        var error = Assert.Throws<ConnectionInUseException>(
            () => Decide(Mailer, [.. Enumerable.Range(1, 150).Select(n => Activation(n, Mailer))]));

        Assert.Equal(100, error.Metadata["activationIds"].Split(',').Length);
        Assert.Equal("150", error.Metadata["activationCount"]);
    }

    [Fact]
    public void By_force_the_activations_that_bind_it_go_too_and_no_other()
    {
        var decision = Decide(Mailer, [.. Two, Activation(3, Catalogue.CrmConnection.Id)], isForced: true);

        Assert.Equal(Two.Select(a => a.Id), Assert.IsType<EndUserEdit.RemoveActivations>(decision.Edits[1]).Ids);
        Assert.Equal(
            new EndUserUsage(1, 1, 1_000 - Catalogue.MailerConnection.JsonByteCount - (2 * 7), 4), decision.Usage);
    }

    [Fact]
    public void A_connection_that_is_not_there_is_not_found()
    {
        var error = Assert.Throws<ResourceNotFoundException>(() => Decide(Id.Parse<ConnectionId>("01J0DEM0CNX000000000000009"), []));

        Assert.Equal(ErrorReason.ConnectionNotFound, error.Reason);
    }

    private static Decision<ConnectionId> Decide(
        ConnectionId id, ImmutableArray<Activation> activations, bool isForced = false) => Disconnect.Decide(
        Catalogue.DemoUser with
        {
            Parts = new EndUserParts { Connections = [id], ActivationsBinding = id },
            Activations = activations,
            Usage = new EndUserUsage(2, 3, 1_000, 4),
        },
        id,
        isForced,
        Catalogue.CreatedAt);

    private static Activation Activation(int number, ConnectionId bound) => new()
    {
        Id = new ActivationId(CountingIds.Of(number)),
        IntegrationId = new IntegrationId(CountingIds.Of(number)),
        Bindings = [new Binding(Catalogue.MailerTemplate.Id, bound)],
        DynamicVariables = JsonText.FromTrustedText("""{"a":1}"""),
        Revision = 1,
        CreatedAt = Catalogue.CreatedAt,
        UpdatedAt = Catalogue.CreatedAt,
    };
}
