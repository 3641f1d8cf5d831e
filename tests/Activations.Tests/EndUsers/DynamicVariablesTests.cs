using System.Collections.Immutable;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.Tests.EndUsers;

public sealed class DynamicVariablesTests
{
    private static readonly DateTimeOffset Now = Catalogue.CreatedAt.AddDays(1);

    private static readonly JsonText Variables = JsonText.FromTrustedText("""{"listName":"friends"}""");

    private static readonly Activation Activation = new()
    {
        Id = Id.Parse<ActivationId>("01J0DEM0ACT000000000000001"),
        IntegrationId = Catalogue.ContactsToMailer.Id,
        Bindings = [],
        DynamicVariables = JsonText.FromTrustedText("""{"listName":"a"}"""),
        Revision = 3,
        CreatedAt = Catalogue.CreatedAt,
        UpdatedAt = Catalogue.CreatedAt,
    };

    [Fact]
    public void The_variables_are_replaced_and_the_revision_counted_up()
    {
        var decision = Decide();

        Assert.Equal([new EndUserEdit.SetVariables(Activation.Id, Variables, 4, Now)], decision.Edits);
        Assert.Equal(Activation.Id, decision.Result);
    }

    [Fact]
    public void Usage_changes_by_the_difference_of_the_variables()
    {
        var expected = Catalogue.DemoUser.Usage with
        {
            JsonBytes = Catalogue.DemoUser.Usage.JsonBytes - """{"listName":"a"}""".Length
                + """{"listName":"friends"}""".Length,
        };

        Assert.Equal(expected, Decide().Usage);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("1", "3")]
    public void One_current_etag_among_those_sent_is_enough(params string[] etags) =>
        Assert.Single(Decide(etags: [.. etags]).Edits);

    [Theory]
    [InlineData]
    [InlineData("2")]
    [InlineData("03")]
    [InlineData("2", "4")]
    public void A_stale_etag_is_refused(params string[] etags) =>
        Assert.Throws<EtagMismatchException>(() => Decide(etags: [.. etags]));

    [Fact]
    public void A_stale_etag_is_said_before_what_is_wrong_with_the_variables() =>
        Assert.Throws<EtagMismatchException>(() => Decide(etags: ["2"], found: new Violation("", "is wrong")));

    [Fact]
    public void An_activation_that_does_not_exist_is_not_found()
    {
        var error = Assert.Throws<ResourceNotFoundException>(() => DynamicVariables.Decide(
            new Schemas(), Catalogue.ContactsToMailer, Catalogue.DemoUser, null, Variables, etags: null, Now));

        Assert.Equal(ErrorReason.ActivationNotFound, error.Reason);
    }

    [Fact]
    public void Variables_that_break_the_schema_are_all_reported()
    {
        var error = Assert.Throws<InvalidRequestException>(
            () => Decide(found: [new Violation("listName", "is required"), new Violation("", "is too small")]));

        Assert.Equal(["dynamicVariables.listName", "dynamicVariables"], error.Violations.Select(v => v.Field));
    }

    [Fact]
    public void More_than_8_MiB_of_JSON_are_refused() => Assert.Throws<LimitExceededException>(() => Decide(
        Catalogue.DemoUser with { Usage = new EndUserUsage(0, 1, EndUserUsage.MaxJsonBytes, 0) }));

    private static Decision<ActivationId> Decide(
        EndUser? user = null, ImmutableArray<string>? etags = null, params Violation[] found) =>
        DynamicVariables.Decide(
            new Schemas(found),
            Catalogue.ContactsToMailer,
            user ?? Catalogue.DemoUser,
            Activation,
            Variables,
            etags,
            Now);
}
