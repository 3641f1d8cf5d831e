using System.Collections.Immutable;
using System.Globalization;

namespace Activations.Robustness.Model;

/// <summary>
/// One end user as the rules of the product have it. Ids come from the service: what was made by a call whose answer was
/// lost has none here until an answer shows it.
/// </summary>
internal sealed class UserState
{
    /// <summary>There is no such user.</summary>
    public static readonly UserState Absent = new();

    private string? key;

    /// <summary>Whether the user exists.</summary>
    public bool Exists { get; private init; }

    /// <summary>The user's id; null while unknown.</summary>
    public string? Id { get; private init; }

    /// <summary>The name of the primary connection; null if there is none.</summary>
    public string? Primary { get; private init; }

    /// <summary>The connections by their names, which are unique here.</summary>
    public ImmutableSortedDictionary<string, ConnectionState> Connections { get; private init; } =
        ImmutableSortedDictionary.Create<string, ConnectionState>(StringComparer.Ordinal);

    /// <summary>The activations by their integrations: at most one of each.</summary>
    public ImmutableSortedDictionary<string, ActivationState> Activations { get; private init; } =
        ImmutableSortedDictionary.Create<string, ActivationState>(StringComparer.Ordinal);

    /// <summary>The request ids that were used up.</summary>
    public ImmutableSortedDictionary<string, UsedRequest> RequestIds { get; private init; } =
        ImmutableSortedDictionary.Create<string, UsedRequest>(StringComparer.Ordinal);

    /// <summary>Says the whole state: two states are the same if their keys are.</summary>
    public string Key => key ??= Write();

    /// <summary>A new user.</summary>
    public static UserState Create() => new() { Exists = true };

    public ConnectionState? FindConnection(string id) => Connections.Values.FirstOrDefault(c => c.Id == id);

    public ActivationState? FindActivation(string id) => Activations.Values.FirstOrDefault(a => a.Id == id);

    public ActivationState? FindActivation(int madeBy) => Activations.Values.FirstOrDefault(a => a.MadeBy == madeBy);

    public UserState WithId(string id) => With(id: id);

    public UserState WithPrimary(string? name) =>
        new() { Exists = Exists, Id = Id, Primary = name, Connections = Connections, Activations = Activations, RequestIds = RequestIds };

    public UserState With(ConnectionState connection) => With(connections: Connections.SetItem(connection.Name, connection));

    public UserState With(ActivationState activation) => With(activations: Activations.SetItem(activation.Integration, activation));

    public UserState With(string requestId, UsedRequest used) => With(requestIds: RequestIds.SetItem(requestId, used));

    public UserState Without(ActivationState activation) => With(activations: Activations.Remove(activation.Integration));

    /// <summary>Without a connection and the activations that bind it.</summary>
    public UserState Without(ConnectionState connection)
    {
        var bound = Activations.Values.Where(a => a.Bindings.Contains(connection.Name)).Select(a => a.Integration);
        var state = With(connections: Connections.Remove(connection.Name), activations: Activations.RemoveRange(bound));
        return Primary == connection.Name ? state.WithPrimary(null) : state;
    }

    private UserState With(
        string? id = null,
        ImmutableSortedDictionary<string, ConnectionState>? connections = null,
        ImmutableSortedDictionary<string, ActivationState>? activations = null,
        ImmutableSortedDictionary<string, UsedRequest>? requestIds = null) => new()
        {
            Exists = Exists,
            Id = id ?? Id,
            Primary = Primary,
            Connections = connections ?? Connections,
            Activations = activations ?? Activations,
            RequestIds = requestIds ?? RequestIds,
        };

    private string Write() => !Exists ? "absent" : string.Join(
        '\n',
        [
            $"user {Id} primary {Primary}",
            .. Connections.Values.Select(c => c.ToString()),
            .. Activations.Values.Select(a => a.ToString()),
            .. RequestIds.Select(r => $"{r.Key}: {r.Value.MadeBy}"),
        ]);
}

/// <summary>A connection.</summary>
/// <param name="Name">Its name, unique in a history.</param>
/// <param name="ConnectorId">What it connects to.</param>
/// <param name="Id">Its id; null while unknown.</param>
internal sealed record ConnectionState(string Name, string ConnectorId, string? Id);

/// <summary>An activation.</summary>
/// <param name="Integration">The integration's id.</param>
/// <param name="MadeBy">The number of the call that made it.</param>
/// <param name="Bindings">The names of the bound connections, in the order of the templates.</param>
/// <param name="Variables">The one dynamic variable.</param>
/// <param name="Id">Its id; null while unknown.</param>
/// <param name="Etag">Its etag; null while unknown.</param>
internal sealed record ActivationState(
    string Integration, int MadeBy, ImmutableArray<string> Bindings, int Variables, string? Id, string? Etag)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Integration} by {MadeBy} binds {string.Join(',', Bindings)} n={Variables} id {Id} etag {Etag}");
}

/// <summary>A request id that was used up.</summary>
/// <param name="Request">What it was used for.</param>
/// <param name="MadeBy">The number of the call that used it up.</param>
internal sealed record UsedRequest(UserRequest.Activate Request, int MadeBy);
