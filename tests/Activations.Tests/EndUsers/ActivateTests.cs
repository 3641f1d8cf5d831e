using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Integrations;

namespace Activations.Tests.EndUsers;

/// <summary>What the tests of the decision to activate share.</summary>
public abstract class ActivateTests
{
    private protected static DateTimeOffset Now { get; } = Catalogue.CreatedAt.AddDays(40);

    private protected static Decision<Activated> Decide(
        Integration integration, EndUser user, ActivationDraft draft, params Violation[] ofVariables) =>
        new Activate(new Schemas(ofVariables), new CountingIds())
            .Decide(integration, user.LoadedFor(draft, Now), draft, Now);

    private protected static Violation[] ViolationsOf(
        Integration integration, EndUser user, ActivationDraft draft, params Violation[] ofVariables) =>
        [
            .. Assert.Throws<InvalidRequestException>(() => Decide(integration, user, draft, ofVariables)).Violations,
        ];

    private protected static Activation ActivationIn(Decision<Activated> decision) =>
        Assert.Single(decision.Edits.OfType<EndUserEdit.AddActivation>()).Activation;

    private protected static EndUser With(EndUser user, Activation activation) =>
        user with { Activations = user.Activations.Add(activation) };
}
