using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using CsCheck;

namespace Activations.Tests.EndUsers;

/// <summary>
/// What holds for every integration, user and request. A failure prints the seed; run it again with
/// <c>CsCheck_Seed</c> set to it.
/// </summary>
public sealed class ActivatePropertyTests : ActivateTests
{
    [Fact]
    public void A_decision_is_a_refusal_of_the_closed_family_or_can_be_applied() =>
        ActivateGenerators.Case.Sample(c =>
        {
            if (TryDecide(c, out var refusal) is { } decision)
                AssertInvariants(c, decision);
            else
                Assert.NotNull(refusal);
        });

    [Fact]
    public void A_request_is_accepted_exactly_if_no_rule_is_broken() => ActivateGenerators.Case.Sample(c =>
    {
        var decision = TryDecide(c, out var refusal);

        Assert.True(
            (decision is not null) == (ExpectedReason(c) is null),
            $"expected {ExpectedReason(c)?.ToString() ?? "success"}, got {refusal?.Reason.ToString() ?? "success"}");
    });

    [Fact]
    public void A_refusal_has_the_reason_of_the_first_rule_broken() => ActivateGenerators.Case.Sample(c =>
    {
        if (TryDecide(c, out var refusal) is null && ExpectedReason(c) is { } expected)
            Assert.Equal(expected, refusal!.Reason);
    });

    [Fact]
    public void Every_violation_names_a_field_and_says_what_is_wrong() => ActivateGenerators.Case.Sample(c =>
    {
        if (TryDecide(c, out var refusal) is null && refusal is InvalidRequestException invalid)
        {
            Assert.NotEmpty(invalid.Violations);
            Assert.All(invalid.Violations, v => Assert.True(v.Field.Length > 0 && v.Message.Length > 0));
        }
    });

    [Fact]
    public void The_same_request_after_it_was_saved_is_a_replay() => ActivateGenerators.Case.Sample(c =>
    {
        if (c.Draft.RequestId is null || TryDecide(c, out _) is not { } first)
            return;

        var second = Decide(c.Integration, Apply(c, first), c.Draft, c.OfVariables);

        Assert.Equal(first.Result with { IsReplay = true }, second.Result);
    });

    private static Decision<Activated>? TryDecide(ActivateCase c, out ActivationsException? refusal)
    {
        try
        {
            refusal = null;
            return Decide(c.Integration, c.User, c.Draft, c.OfVariables);
        }
        catch (ActivationsException e)
        {
            refusal = e;
            return null;
        }
    }

    private static EndUser Apply(ActivateCase c, Decision<Activated> decision) => new EndUserChange
    {
        From = c.User.LoadedFor(c.Draft, Now),
        WriteId = default,
        Edits = decision.Edits,
        Usage = decision.Usage,
    }.Apply();

    private static void AssertInvariants(ActivateCase c, Decision<Activated> decision)
    {
        var user = Apply(c, decision);
        var activation = Assert.Single(user.Activations, a => a.IntegrationId == c.Integration.Id);
        var templates = c.Integration.Templates.ToDictionary(t => t.Id);
        var owned = user.Connections.ToDictionary(x => x.Id);

        Assert.Equal(activation.Bindings.Length, activation.Bindings.DistinctBy(b => b.TemplateId).Count());
        Assert.All(templates.Values.Where(t => t.IsUsed), t => Assert.Contains(activation.Bindings, b => b.TemplateId == t.Id));
        Assert.All(
            activation.Bindings,
            b => Assert.Equal(templates[b.TemplateId].Connector.Id, owned[b.ConnectionId].ConnectorId));
        if (user.PrimaryConnectionId is { } primary)
            Assert.Equal(Catalogue.Crm.Id, owned[primary].ConnectorId);
        AssertUsage(c, user);
    }

    private static void AssertUsage(ActivateCase c, EndUser after)
    {
        var added = after.Connections.Except(c.User.Connections).ToList();
        var before = c.User.Usage;

        Assert.Equal(before.Connections + added.Count, after.Usage.Connections);
        Assert.Equal(before.Activations + 1, after.Usage.Activations);
        Assert.Equal(
            before.JsonBytes + added.Sum(x => x.JsonByteCount) + c.Draft.DynamicVariables.ByteCount,
            after.Usage.JsonBytes);
        after.Usage.ThrowIfExceeded();
    }

    /// <summary>The rules once more, as a table says them: the reason to refuse, or null.</summary>
    private static ErrorReason? ExpectedReason(ActivateCase c)
    {
        if (!c.Integration.IsDeployed)
            return ErrorReason.IntegrationNotDeployed;
        if (!c.User.Activations.IsEmpty)
            return ErrorReason.ActivationAlreadyExists;
        if (!c.AreVariablesValid || BreaksB2(c) || BreaksB3(c) || BreaksB4(c) || BreaksB5(c))
            return ErrorReason.InvalidArgument;
        return ExceedsLimit(c);
    }

    private static bool BreaksB2(ActivateCase c) =>
        c.Draft.Connections.DistinctBy(b => b.TemplateId).Count() < c.Draft.Connections.Length
        || c.Draft.Connections.Any(b => c.Integration.Templates.All(t => t.Id != b.TemplateId));

    private static bool BreaksB3(ActivateCase c) => c.Draft.Connections.OfType<BindingDraft.ExistingConnection>().Any(
        b => !c.User.Connections.Any(
            x => x.Id == b.ConnectionId && x.ConnectorId == ConnectorOf(c, b.TemplateId)));

    private static bool BreaksB4(ActivateCase c) => c.Integration.Templates.Any(
        t => t.IsUsed
            && c.Draft.Connections.All(b => b.TemplateId != t.Id)
            && !(t.IsPrimary && c.User.PrimaryConnectionId is not null));

    private static bool BreaksB5(ActivateCase c) => c.Draft.Connections.OfType<BindingDraft.NewConnection>().Any(
        b => b.Connection.Action.Any(credential => credential is { Type: "string", Data.ByteCount: 2 }));

    private static ErrorReason? ExceedsLimit(ActivateCase c)
    {
        var added = c.Draft.Connections.OfType<BindingDraft.NewConnection>().ToList();
        var bytes = added.SelectMany(b => b.Connection.Action).Sum(x => x.Data.ByteCount + x.AuthScheme.Config.ByteCount);

        if (c.User.Usage.Connections + added.Count > 1_000 || c.User.Usage.Activations + 1 > 1_000
            || c.User.Usage.JsonBytes + bytes + c.Draft.DynamicVariables.ByteCount > 8 * 1024 * 1024)
            return ErrorReason.UserLimitExceeded;
        return c.Draft.RequestId is not null && c.User.Usage.RequestIds + 1 > 1_000
            ? ErrorReason.RequestIdLimitExceeded
            : null;
    }

    private static ConnectorId? ConnectorOf(ActivateCase c, ConnectionTemplateId template) =>
        c.Integration.Templates.FirstOrDefault(t => t.Id == template)?.Connector.Id;
}
