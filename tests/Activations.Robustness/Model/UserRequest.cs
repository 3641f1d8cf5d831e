namespace Activations.Robustness.Model;

/// <summary>
/// A call about one end user, and the rules for it. In every state exactly one thing can happen: a refusal with its
/// reason, or an effect. The family is closed: every kind is in this file and its parts.
/// </summary>
internal abstract partial record UserRequest
{
    private UserRequest()
    {
    }

    /// <summary>Whether it changes nothing, whatever comes of it.</summary>
    internal virtual bool IsRead => false;

    /// <summary>Why the service must refuse it in a state; null if it must succeed.</summary>
    public abstract string? RefusalIn(UserState state);

    /// <summary>The state after success, as far as it is known without the answer.</summary>
    /// <param name="state">The state before, in which it is not refused.</param>
    /// <param name="call">The number of the call.</param>
    public virtual UserState Effect(UserState state, int call) => state;

    /// <summary>What the answer adds to the knowledge of the state; null if it contradicts it.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after <see cref="Effect"/>.</param>
    /// <param name="call">The number of the call.</param>
    /// <param name="reply">The answer.</param>
    public abstract UserState? Observe(UserState before, UserState after, int call, Reply reply);

    /// <summary>Creates the user, perhaps with a primary connection.</summary>
    /// <param name="Connector">The hub's primary connector.</param>
    /// <param name="Connection">The name of the primary connection; null for none.</param>
    public sealed record CreateUser(string Connector, string? Connection) : UserRequest
    {
        public override string? RefusalIn(UserState state) => state.Exists ? "USER_ALREADY_EXISTS" : null;

        public override UserState Effect(UserState state, int call) => Connection is { } name
            ? UserState.Create().With(new ConnectionState(name, Connector, null)).WithPrimary(name)
            : UserState.Create();

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) =>
            Knowledge.Of(after).Learn((Reply.User)reply).State;
    }

    /// <summary>Deletes the user and all that is theirs.</summary>
    public sealed record DeleteUser : UserRequest
    {
        public override string? RefusalIn(UserState state) => state.Exists ? null : "USER_NOT_FOUND";

        public override UserState Effect(UserState state, int call) => UserState.Absent;

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) => after;
    }

    /// <summary>Reads the user's profile.</summary>
    public sealed record GetUser : UserRequest
    {
        internal override bool IsRead => true;

        public override string? RefusalIn(UserState state) => state.Exists ? null : "USER_NOT_FOUND";

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) =>
            Knowledge.Of(after).Learn((Reply.User)reply).State;
    }

    /// <summary>Gives the user a connection; one to the primary connector becomes the primary one if there is none.</summary>
    /// <param name="Connector">What it connects to.</param>
    /// <param name="IsPrimary">Whether that is the hub's primary connector.</param>
    /// <param name="Name">A name that no other has.</param>
    public sealed record Connect(string Connector, bool IsPrimary, string Name) : UserRequest
    {
        public override string? RefusalIn(UserState state) => state.Exists ? null : "USER_NOT_FOUND";

        public override UserState Effect(UserState state, int call)
        {
            var connected = state.With(new ConnectionState(Name, Connector, null));
            return IsPrimary && state.Primary is null ? connected.WithPrimary(Name) : connected;
        }

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) =>
            reply is Reply.Connection connection && connection.Name == Name ? Knowledge.Of(after).Learn(connection).State : null;
    }

    /// <summary>Deletes a connection.</summary>
    /// <param name="Id">Its id, which an answer has shown.</param>
    /// <param name="IsForced">Whether the activations that bind it go with it.</param>
    public sealed record Disconnect(string Id, bool IsForced) : UserRequest
    {
        public override string? RefusalIn(UserState state)
        {
            if (state.FindConnection(Id) is not { } connection)
                return "CONNECTION_NOT_FOUND";
            var isInUse = state.Activations.Values.Any(a => a.Bindings.Contains(connection.Name));
            return isInUse && !IsForced ? "CONNECTION_IN_USE" : null;
        }

        public override UserState Effect(UserState state, int call) => state.Without(state.FindConnection(Id)!);

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) => after;
    }

    /// <summary>Reads all that there is, while nothing changes.</summary>
    public sealed record ReadEverything : UserRequest
    {
        internal override bool IsRead => true;

        public override string? RefusalIn(UserState state) => null;

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply)
        {
            var (profile, connections, activations) = (Reply.Everything)reply;
            if ((profile is not null) != after.Exists
                || connections.Length != after.Connections.Count
                || activations.Length != after.Activations.Count)
            {
                return null;
            }

            if (profile is null)
                return after;
            var knowledge = Knowledge.Of(after).Learn(profile);
            foreach (var connection in connections)
                knowledge = knowledge.Learn(connection);
            foreach (var activation in activations)
                knowledge = knowledge.Learn(activation);
            return knowledge.State;
        }
    }
}
