using Activations.Robustness.Model;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Regressions;

/// <summary>
/// A replay was decided on one state and read from a later one: with the user deleted in between it was answered
/// ACTIVATION_NOT_FOUND, which is true of neither. What the model says of that, since the moment can't be forced from outside.
/// </summary>
public sealed class ReplayWhileTheUserIsDeletedTests
{
    [Fact]
    public void That_the_activation_is_not_found_is_no_answer_for_a_user_who_is_there_or_is_not()
    {
        var integration = new IntegrationShape("integration", []);
        var activate = new UserRequest.Activate(integration, [], 1, "request");
        Call[] calls =
        [
            new(1, "user", "gRPC", new UserRequest.CreateUser("crm", null), 0, 1, new Outcome.Ok(new Reply.User("U", "", ""))),
            new(2, "user", "gRPC", activate, 2, 3, new Outcome.Ok(new Reply.Activation("A", "integration", [], 1, "1", IsReplay: false))),
            new(3, "user", "gRPC", activate, 4, 8, new Outcome.Refused("ACTIVATION_NOT_FOUND")),
            new(4, "user", "gRPC", new UserRequest.DeleteUser(), 5, 7, new Outcome.Ok(new Reply.Done())),
        ];

        Assert.False(Linearizability.Holds(calls));
    }
}
