using System.Collections.Immutable;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.Tests.EndUsers;

public sealed class DeactivateTests
{
    private static readonly Activation Activation = new()
    {
        Id = Id.Parse<ActivationId>("01J0DEM0ACT000000000000001"),
        IntegrationId = Catalogue.Ping.Id,
        Bindings = [new Binding(Catalogue.PingTemplate.Id, Catalogue.CrmConnection.Id)],
        DynamicVariables = JsonText.FromTrustedText("""{"a":1}"""),
        Revision = 2,
        CreatedAt = Catalogue.CreatedAt,
        UpdatedAt = Catalogue.CreatedAt,
    };

    private static readonly EndUser User = Catalogue.DemoUser with
    {
        Parts = new EndUserParts { Activation = Activation.Id },
        Activations = [Activation],
        Usage = new EndUserUsage(2, 4, 1_000, 9),
    };

    [Fact]
    public void The_activation_is_removed_and_nothing_else()
    {
        var edit = Assert.IsType<EndUserEdit.RemoveActivations>(Assert.Single(Decide().Edits));
        Assert.Equal([Activation.Id], edit.Ids);
    }

    [Fact]
    public void Usage_shrinks_by_the_activation_and_its_variables() =>
        Assert.Equal(new EndUserUsage(2, 3, 993, 9), Decide().Usage);

    [Fact]
    public void The_current_etag_is_accepted() => Assert.Single(Decide(etags: ["1", "2"]).Edits);

    [Fact]
    public void A_stale_etag_is_refused() => Assert.Throws<EtagMismatchException>(() => Decide(etags: ["1"]));

    [Fact]
    public void An_activation_that_does_not_exist_is_not_found()
    {
        var error = Assert.Throws<ResourceNotFoundException>(
            () => Deactivate.Decide(User with { Activations = [] }, Activation.Id, etags: null));

        Assert.Equal(ErrorReason.ActivationNotFound, error.Reason);
    }

    [Fact]
    public void A_user_that_was_loaded_without_the_activation_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => Deactivate.Decide(
            User with { Parts = EndUserParts.Profile }, Activation.Id, etags: null));

    private static Decision<ActivationId> Decide(ImmutableArray<string>? etags = null) =>
        Deactivate.Decide(User, Activation.Id, etags);
}
