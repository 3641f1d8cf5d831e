namespace Activations.Robustness.Model;

/// <summary>A state, and what answers tell of it: the ids and etags that it does not know yet, or a contradiction.</summary>
/// <param name="State">The state; null if an answer has contradicted it.</param>
internal readonly record struct Knowledge(UserState? State)
{
    public static Knowledge Of(UserState state) => new(state);

    /// <summary>Takes in a profile.</summary>
    public Knowledge Learn(Reply.User user)
    {
        if (State is not { Exists: true } state || (state.Id ?? user.Id) != user.Id)
            return default;
        var known = new Knowledge(state.WithId(user.Id));
        if (state.Primary is null)
            return user.PrimaryId.Length == 0 ? known : default;
        return state.Primary == user.PrimaryName ? known.Learn(user.PrimaryName, user.PrimaryId) : default;
    }

    /// <summary>Takes in a connection.</summary>
    public Knowledge Learn(Reply.Connection connection) =>
        State is { } state
        && state.Connections.TryGetValue(connection.Name, out var known)
        && known.ConnectorId == connection.ConnectorId
            ? Learn(connection.Name, connection.Id)
            : default;

    /// <summary>Takes in an activation.</summary>
    public Knowledge Learn(Reply.Activation activation)
    {
        if (State is not { } state
            || !state.Activations.TryGetValue(activation.Integration, out var known)
            || known.Variables != activation.Variables
            || (known.Id ?? activation.Id) != activation.Id
            || (known.Etag ?? activation.Etag) != activation.Etag
            || !known.Bindings.SequenceEqual(activation.Bindings.Select(b => b.Name)))
        {
            return default;
        }

        var learned = new Knowledge(state.With(known with { Id = activation.Id, Etag = activation.Etag }));
        foreach (var (id, name) in activation.Bindings)
            learned = learned.Learn(name, id);
        return learned;
    }

    private Knowledge Learn(string name, string id)
    {
        if (State is not { } state || !state.Connections.TryGetValue(name, out var known) || (known.Id ?? id) != id || id.Length == 0)
            return default;
        return known.Id is null ? new Knowledge(state.With(known with { Id = id })) : this;
    }
}
