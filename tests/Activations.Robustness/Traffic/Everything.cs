using Activations.Robustness.Model;
using Activations.V1;
using Google.Protobuf;

namespace Activations.Robustness.Traffic;

/// <summary>Reads all that there is of a user by the calls that callers have.</summary>
internal static class Everything
{
    private const int PageSize = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads it; nothing may change meanwhile.</summary>
    /// <returns>All that there is, or how one of the calls failed.</returns>
    public static async Task<Outcome> ReadAsync(Transport transport, Scene scene, string user)
    {
        try
        {
            return new Outcome.Ok(await CollectAsync(transport, scene, user));
        }
        catch (FailedException failed)
        {
            return failed.Outcome is Outcome.Refused("USER_NOT_FOUND") ? new Outcome.Ok(new Reply.Everything(null, [], [])) : failed.Outcome;
        }
    }

    private static async Task<Reply.Everything> CollectAsync(Transport transport, Scene scene, string user)
    {
        var profile = await GetAsync<EndUser>(transport, new GetEndUserRequest { HubId = scene.HubId, UserId = user });
        var connections = await GetAsync<EndUserConnectionsPage>(
            transport, new ListEndUserConnectionsRequest { HubId = scene.HubId, UserId = user, First = PageSize });
        var listed = await GetAsync<EndUserActivationPage>(
            transport, new ListEndUserActivationsRequest { HubId = scene.HubId, UserId = user, First = PageSize });
        var activations = new List<Reply.Activation>();
        foreach (var activation in listed.Activations)
        {
            var loaded = await GetAsync<Activation>(transport, new GetActivationRequest { ActivationId = activation.Id });
            activations.Add((Reply.Activation)loaded.ToReply());
        }

        if (connections.TotalCount != connections.Connections.Count || listed.TotalCount != listed.Activations.Count)
            throw new FailedException(new Outcome.Refused("a list that has more or fewer rows than it says"));
        return new Reply.Everything(
            (Reply.User)profile.ToReply(), [.. connections.Connections.Select(c => (Reply.Connection)c.ToReply())], [.. activations]);
    }

    private static async Task<T> GetAsync<T>(Transport transport, IMessage request)
        where T : IMessage
    {
        var answer = await transport.SendAsync(request, Patience);
        return answer.Reply is T reply ? reply : throw new FailedException(answer.ToOutcome());
    }

    private sealed class FailedException(Outcome outcome) : Exception
    {
        public Outcome Outcome => outcome;
    }
}
