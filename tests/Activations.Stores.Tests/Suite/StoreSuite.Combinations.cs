using Activations.EndUsers;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    /// <summary>The combinations that today's decisions save.</summary>
    public static TheoryData<string> DecidedCombinations =>
    [
        "AddActivation",
        "AddConnection AddActivation",
        "AddConnection SetPrimaryConnection AddActivation",
        "AddActivation RememberRequestId",
        "AddConnection AddActivation RememberRequestId",
        "AddConnection SetPrimaryConnection AddActivation RememberRequestId",
        "RemoveActivation",
        "SetVariables",
    ];

    [Theory]
    [MemberData(nameof(DecidedCombinations))]
    [Trait(Guarantee, "G2")]
    public async Task What_is_decided_is_saved_as_a_whole(string kinds) => await AssertSavedAsync(kinds.Split(' '));

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task Every_combination_of_edits_that_a_change_may_have_is_saved_as_a_whole()
    {
        string[] kinds =
        [
            "AddConnection", "SetPrimaryConnection", "RemoveActivation", "SetVariables", "AddActivation",
            "RememberRequestId",
        ];

        for (var mask = 1; mask < 1 << kinds.Length; mask++)
        {
            string[] combination = [.. kinds.Where((_, bit) => (mask & (1 << bit)) != 0)];
            if (combination.Count(kind => kind is "AddActivation" or "RemoveActivation" or "SetVariables") <= 1)
                await AssertSavedAsync(combination);
        }
    }

    private async Task AssertSavedAsync(string[] kinds)
    {
        var (keptConnection, primary) = (make.Connection("kept"), make.Connection("primary"));
        var (changed, removed) = (make.Activation(keptConnection), make.Activation(keptConnection, primary));
        var user = await AddAsync(make.User(keptConnection, primary));
        user = await SaveAsync(user, new EndUserEdit.AddActivation(changed));
        user = await SaveAsync(user, new EndUserEdit.AddActivation(removed));
        var added = make.Activation(primary);
        var requestId = make.RequestId(string.Join(' ', kinds), Now);

        var edits = kinds.SelectMany(kind => EditsOf(kind, primary, changed, removed, added, requestId)).ToArray();
        user = await SaveAsync(user, edits);

        foreach (var activation in new[] { changed, removed, added })
        {
            var parts = new EndUserParts
            {
                Activation = activation.Id,
                Connections = [.. user.Connections.Select(c => c.Id)],
                RequestId = new RequestIdPart(requestId.Value, Now.AddDays(-1)),
            };
            var expected = user with { Activations = user.Activations.RemoveAll(a => a.Id != activation.Id) };
            Assert.Equal(
                string.Join(' ', kinds) + Snapshot.Of(expected),
                string.Join(' ', kinds) + Snapshot.Of(await LoadAsync(user, parts)));
        }
    }

    private EndUserEdit[] EditsOf(
        string kind,
        Connection primary,
        Activation changed,
        Activation removed,
        Activation added,
        UsedRequestId requestId) => kind switch
        {
            "AddConnection" =>
            [
                new EndUserEdit.AddConnection(make.Connection("new")), new EndUserEdit.AddConnection(make.Connection("newer")),
        ],
            "SetPrimaryConnection" => [new EndUserEdit.SetPrimaryConnection(primary.Id, Now.AddDays(1))],
            "RemoveActivation" => [new EndUserEdit.RemoveActivation(removed.Id)],
            "SetVariables" => [new EndUserEdit.SetVariables(changed.Id, OtherVariables, 2, Now.AddDays(1))],
            "AddActivation" => [new EndUserEdit.AddActivation(added)],
            "RememberRequestId" => [new EndUserEdit.RememberRequestId(requestId, Now.AddDays(-1))],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of edit"),
        };
}
