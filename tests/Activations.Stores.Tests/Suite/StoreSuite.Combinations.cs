using System.Collections.Immutable;
using Activations.EndUsers;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    /// <summary>Of each of these there is at most one kind in a change.</summary>
    private static readonly string[][] ExclusiveKinds =
    [
        ["AddConnection", "SetConnection", "RemoveConnection"],
        ["SetPrimaryConnection", "ClearPrimaryConnection"],
        ["AddActivation", "RemoveActivations", "SetVariables"],
        ["RememberRequestId"],
    ];

    /// <summary>The combinations that today's decisions save.</summary>
    public static TheoryData<string> DecidedCombinations =>
    [
        "AddActivation",
        "AddConnection AddActivation",
        "AddConnection SetPrimaryConnection AddActivation",
        "AddActivation RememberRequestId",
        "AddConnection AddActivation RememberRequestId",
        "AddConnection SetPrimaryConnection AddActivation RememberRequestId",
        "RemoveActivations",
        "SetVariables",
        "AddConnection",
        "AddConnection SetPrimaryConnection",
        "SetConnection",
        "RemoveConnection",
        "RemoveConnection ClearPrimaryConnection",
        "RemoveConnection RemoveActivations",
        "RemoveConnection ClearPrimaryConnection RemoveActivations",
    ];

    [Theory]
    [MemberData(nameof(DecidedCombinations))]
    [Trait(Guarantee, "G2")]
    public async Task What_is_decided_is_saved_as_a_whole(string kinds) => await AssertSavedAsync(kinds.Split(' '));

    [Fact]
    [Trait(Guarantee, "G2")]
    public async Task Every_combination_of_edits_that_a_change_may_have_is_saved_as_a_whole()
    {
        IEnumerable<string[]> combinations = [[]];
        foreach (var kinds in ExclusiveKinds)
            combinations = [.. combinations.SelectMany(c => kinds.Select(kind => (string[])[.. c, kind]).Prepend(c))];

        foreach (var combination in combinations.Where(c => c.Length > 0))
            await AssertSavedAsync(combination);
    }

    private async Task AssertSavedAsync(string[] kinds)
    {
        var rows = new EditedRows(make, kinds);
        var user = await AddAsync(make.User(rows.Kept, rows.Primary, rows.Removed) with { PrimaryConnectionId = rows.Kept.Id });
        foreach (var activation in rows.Activations.Remove(rows.Added))
            user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));

        user = await SaveAsync(user, [.. kinds.SelectMany(rows.EditsOf)]);

        foreach (var activation in rows.Activations)
        {
            var parts = new EndUserParts
            {
                Activation = activation.Id,
                Connections = [.. user.Connections.Select(c => c.Id).Append(rows.Removed.Id).Distinct()],
                RequestId = new RequestIdPart(rows.RequestId.Value, Now.AddDays(-1)),
            };
            var expected = user with { Activations = user.Activations.RemoveAll(a => a.Id != activation.Id) };
            Assert.Equal(
                string.Join(' ', kinds) + Snapshot.Of(expected),
                string.Join(' ', kinds) + Snapshot.Of(await LoadAsync(user, parts)));
        }
    }

    /// <summary>What a combination of edits finds, adds, changes and removes.</summary>
    private sealed class EditedRows
    {
        private readonly Sample make;

        public EditedRows(Sample make, string[] kinds)
        {
            this.make = make;
            (Kept, Primary, Removed) = (make.Connection("kept"), make.Connection("primary"), make.Connection("removed"));
            Added = make.Activation(Primary);
            Activations =
            [
                make.Activation(Kept), make.Activation(Kept, Primary), make.Activation(Kept), make.Activation(), Added,
            ];
            RequestId = make.RequestId(string.Join(' ', kinds), Now);
        }

        public Connection Kept { get; }

        public Connection Primary { get; }

        public Connection Removed { get; }

        /// <summary>One to change, two to remove, one to leave alone and one to add.</summary>
        public ImmutableArray<Activation> Activations { get; }

        public Activation Added { get; }

        public UsedRequestId RequestId { get; }

        public EndUserEdit[] EditsOf(string kind) => kind switch
        {
            "AddConnection" =>
            [
                new EndUserEdit.AddConnection(make.Connection("new")), new EndUserEdit.AddConnection(make.Connection("newer")),
            ],
            "SetConnection" => [new EndUserEdit.SetConnection(make.Changed(Kept))],
            "RemoveConnection" => [new EndUserEdit.RemoveConnection(Removed.Id)],
            "SetPrimaryConnection" => [new EndUserEdit.SetPrimaryConnection(Primary.Id, Now.AddDays(1))],
            "ClearPrimaryConnection" => [new EndUserEdit.SetPrimaryConnection(null, Now.AddDays(1))],
            "RemoveActivations" => [new EndUserEdit.RemoveActivations([Activations[1].Id, Activations[2].Id])],
            "SetVariables" => [new EndUserEdit.SetVariables(Activations[0].Id, OtherVariables, 2, Now.AddDays(1))],
            "AddActivation" => [new EndUserEdit.AddActivation(Added)],
            "RememberRequestId" => [new EndUserEdit.RememberRequestId(RequestId, Now.AddDays(-1))],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of edit"),
        };
    }
}
