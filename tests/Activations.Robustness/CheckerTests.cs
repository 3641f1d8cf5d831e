using System.Collections.Immutable;
using Activations.Robustness.Model;
using Activations.Robustness.Traffic;
using Binding = Activations.Robustness.Model.UserRequest.Binding;

namespace Activations.Robustness;

/// <summary>The checker tells right histories from wrong ones; each line is a call, with its start and its end.</summary>
public sealed class CheckerTests
{
    private static readonly IntegrationShape Integration = new("I", [new TemplateShape("T", "crm", IsPrimary: true)]);

    private static readonly UserRequest.Activate Activate = new(Integration, [new Binding.None()], 1, null);

    private static readonly UserRequest.Activate ActivateOnce = Activate with { RequestId = "once" };

    private static readonly Call[] Prepared =
    [
        Ok(0, 1, new UserRequest.CreateUser("crm", "primary"), new Reply.User("U", "P", "primary")),
    ];

    private static readonly Call[] Activated = [.. Prepared, Ok(2, 3, Activate, Activation("A", 1, "1"))];

    [Fact]
    public void An_acknowledged_activation_that_is_not_found_later_is_wrong()
    {
        AssertRight([.. Activated, Ok(4, 5, new UserRequest.GetActivation("A"), Activation("A", 1, "1"))]);
        AssertWrong([.. Activated, Refused(4, 5, new UserRequest.GetActivation("A"), "ACTIVATION_NOT_FOUND")]);
    }

    [Fact]
    public void Of_two_creates_at_once_one_succeeds()
    {
        var first = Ok(2, 9, Activate, Activation("A", 1, "1"));
        AssertRight([.. Prepared, first, Refused(2, 9, Activate, "ACTIVATION_ALREADY_EXISTS")]);
        AssertWrong([.. Prepared, first, Ok(2, 9, Activate, Activation("B", 1, "1"))]);
        AssertWrong([.. Prepared, Refused(2, 9, Activate, "ACTIVATION_ALREADY_EXISTS")]);
    }

    [Fact]
    public void A_call_takes_effect_between_its_start_and_its_end()
    {
        var set = Ok(4, 10, new UserRequest.SetVariables("A", 2, null), new Reply.Updated(2));
        AssertRight([.. Activated, set, Get(5, 6, 1, "1"), Get(7, 8, 2, "2")]);
        AssertWrong([.. Activated, set, Get(5, 6, 2, "2"), Get(7, 8, 1, "1")]);
        AssertWrong([.. Activated, set, Get(11, 12, 1, "1")]);
    }

    [Fact]
    public void An_unknown_call_happened_or_did_not_but_not_both_and_not_before_it_was_made()
    {
        var lost = Unknown(4, new UserRequest.SetVariables("A", 2, null));
        AssertRight([.. Activated, lost, Get(5, 6, 1, "1")]);
        AssertRight([.. Activated, lost, Get(5, 6, 1, "1"), Get(7, 8, 2, "2")]);
        AssertWrong([.. Activated, lost, Get(5, 6, 2, "2"), Get(7, 8, 1, "1")]);
        AssertWrong([.. Activated, Get(2, 3, 2, "2"), lost]);
    }

    [Fact]
    public void What_an_unknown_create_has_made_has_one_id()
    {
        Call[] lost = [.. Prepared, Unknown(2, ActivateOnce)];
        var replayed = Ok(4, 5, ActivateOnce, Activation("A", 1, "1", isReplay: true));
        AssertRight([.. lost, replayed, Get(6, 7, 1, "1")]);
        AssertRight([.. lost, Ok(4, 5, ActivateOnce, Activation("A", 1, "1"))]);
        AssertWrong([.. lost, replayed, Ok(6, 7, ActivateOnce, Activation("B", 1, "1", isReplay: true))]);
        AssertWrong([.. Prepared, replayed]);
    }

    [Fact]
    public void A_request_id_is_used_up_even_when_its_activation_is_gone()
    {
        Call[] gone =
        [
            .. Prepared, Ok(2, 3, ActivateOnce, Activation("A", 1, "1")), Ok(4, 5, new UserRequest.Deactivate("A", null), new Reply.Done()),
        ];
        AssertRight([.. gone, Refused(6, 7, ActivateOnce, "ACTIVATION_NOT_FOUND")]);
        AssertRight([.. gone, Refused(6, 7, ActivateOnce with { Variables = 2 }, "REQUEST_ID_REUSED")]);
        AssertWrong([.. gone, Ok(6, 7, ActivateOnce, Activation("B", 1, "1"))]);
    }

    [Fact]
    public void A_stale_etag_is_refused()
    {
        Call[] changed = [.. Activated, Ok(4, 5, new UserRequest.SetVariables("A", 2, "1"), new Reply.Updated(2))];
        AssertRight([.. changed, Refused(6, 7, new UserRequest.Deactivate("A", "1"), "ETAG_MISMATCH")]);
        AssertWrong([.. changed, Ok(6, 7, new UserRequest.SetVariables("A", 3, "1"), new Reply.Updated(3))]);
    }

    [Fact]
    public void A_deletion_takes_with_it_what_depends_on_it()
    {
        Call[] disconnected = [.. Activated, Ok(4, 5, new UserRequest.Disconnect("P", IsForced: true), new Reply.Done())];
        AssertRight([.. disconnected, Refused(6, 7, new UserRequest.GetActivation("A"), "ACTIVATION_NOT_FOUND")]);
        AssertWrong([.. disconnected, Get(6, 7, 1, "1")]);
        AssertWrong([.. Activated, Ok(4, 5, new UserRequest.DeleteUser(), new Reply.Done()), Get(6, 7, 1, "1")]);
        AssertWrong([.. Activated, Ok(4, 5, new UserRequest.Disconnect("P", IsForced: false), new Reply.Done())]);
    }

    [Fact]
    public void A_last_look_finds_all_that_there_is_and_nothing_else()
    {
        var profile = new Reply.User("U", "P", "primary");
        var connection = new Reply.Connection("P", "primary", "crm");
        AssertRight([.. Activated, Look(profile, [connection], [Activation("A", 1, "1")])]);
        AssertWrong([.. Activated, Look(profile, [connection], [])]);
        AssertWrong([.. Activated, Look(profile, [], [Activation("A", 1, "1")])]);
        AssertWrong([.. Prepared, Look(profile, [connection], [Activation("A", 1, "1")])]);
    }

    [Fact]
    public void What_is_shown_of_a_wrong_history_is_what_is_wrong()
    {
        Call[] calls =
        [
            .. Activated, Get(4, 5, 1, "1"), Refused(4, 5, Activate, "ACTIVATION_ALREADY_EXISTS"),
            Refused(6, 7, new UserRequest.GetActivation("A"), "ACTIVATION_NOT_FOUND"), Get(8, 9, 1, "1"),
        ];

        var shown = Counterexample.Of(Numbered(calls)).ToString().Split('\n');

        Assert.Equal(4, shown.Length);
        Assert.StartsWith("> #", shown[^1], StringComparison.Ordinal);
        Assert.Contains("ACTIVATION_NOT_FOUND", shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_history_is_shown_even_if_what_is_forgotten_of_it_can_be_put_into_too_many_orders()
    {
        var updates = Enumerable.Range(2, 24).Select(n => Ok(2 * n, 2 * n + 1, new UserRequest.SetVariables("A", n, null), new Reply.Updated(n)));
        Call[] calls = [.. Activated, .. updates, Refused(90, 91, new UserRequest.GetActivation("A"), "ACTIVATION_NOT_FOUND")];

        var shown = Counterexample.Of(Numbered(calls)).ToString().Split('\n');

        Assert.StartsWith("> #", shown[^1], StringComparison.Ordinal);
        Assert.Contains("ACTIVATION_NOT_FOUND", shown[^1], StringComparison.Ordinal);
    }

    private static void AssertRight(Call[] calls) => Assert.True(Linearizability.Holds(Numbered(calls)));

    private static void AssertWrong(Call[] calls) => Assert.False(Linearizability.Holds(Numbered(calls)));

    private static IEnumerable<Call> Numbered(Call[] calls) => calls.Select((call, i) => call with { Number = i + 1 });

    private static Call Get(long start, long end, int variables, string etag) =>
        Ok(start, end, new UserRequest.GetActivation("A"), Activation("A", variables, etag));

    private static Call Look(
        Reply.User profile, ImmutableArray<Reply.Connection> connections, ImmutableArray<Reply.Activation> activations) =>
        Ok(20, 21, new UserRequest.ReadEverything(), new Reply.Everything(profile, connections, activations));

    private static Reply.Activation Activation(string id, int variables, string etag, bool isReplay = false) =>
        new(id, Integration.Id, [("P", "primary")], variables, etag, isReplay);

    private static Call Ok(long start, long end, UserRequest request, Reply reply) =>
        new(0, "user", "gRPC", request, start, end, new Outcome.Ok(reply));

    private static Call Refused(long start, long end, UserRequest request, string reason) =>
        new(0, "user", "gRPC", request, start, end, new Outcome.Refused(reason));

    private static Call Unknown(long start, UserRequest request) =>
        new(0, "user", "gRPC", request, start, start + 1, new Outcome.Unknown("lost"));
}
