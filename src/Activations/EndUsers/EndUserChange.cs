using System.Collections.Immutable;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>A change set: what is to be saved of an end user, against the version it was decided on.</summary>
public sealed record EndUserChange
{
    /// <summary>The user as it was when the change was decided.</summary>
    public required EndUser From { get; init; }

    /// <summary>Identifies this change, so that a store can find out whether it took place.</summary>
    public required WriteId WriteId { get; init; }

    /// <summary>
    /// What changes: any number of new connections, and at most one edit of each other kind. Of the edits that add, remove
    /// or change activations there is at most one kind, and so of those of connections (MongoDB's update takes one
    /// operation for each array).
    /// </summary>
    public required ImmutableArray<EndUserEdit> Edits { get; init; }

    /// <summary>How much the user holds afterwards.</summary>
    public required EndUserUsage Usage { get; init; }

    /// <summary>The user after the change, with the parts that were loaded and those that were added.</summary>
    public EndUser Apply() =>
        Edits.Aggregate(From with { Version = From.Version + 1, Usage = Usage }, (user, edit) => edit.ApplyTo(user));
}

/// <summary>One part of a change. The family is closed: every kind is in this file.</summary>
public abstract record EndUserEdit
{
    private EndUserEdit()
    {
    }

    /// <summary>The user after this part of the change.</summary>
    /// <param name="user">The user before it.</param>
    public abstract EndUser ApplyTo(EndUser user);

    /// <summary>Adds a connection.</summary>
    /// <param name="Connection">The connection.</param>
    public sealed record AddConnection(Connection Connection) : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { Connections = user.Connections.Add(Connection) };
    }

    /// <summary>Changes a connection in place.</summary>
    /// <param name="Connection">The connection as it is to be; its id, connector and creation are the same.</param>
    public sealed record SetConnection(Connection Connection) : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { Connections = [.. user.Connections.Select(c => c.Id == Connection.Id ? Connection : c)] };
    }

    /// <summary>Removes a connection.</summary>
    /// <param name="Id">Which.</param>
    public sealed record RemoveConnection(ConnectionId Id) : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { Connections = user.Connections.RemoveAll(c => c.Id == Id) };
    }

    /// <summary>Makes a connection the primary one.</summary>
    /// <param name="Id">The connection; null to have none.</param>
    /// <param name="At">When; the profile is updated then.</param>
    public sealed record SetPrimaryConnection(ConnectionId? Id, DateTimeOffset At) : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { PrimaryConnectionId = Id, UpdatedAt = At };
    }

    /// <summary>Adds an activation.</summary>
    /// <param name="Activation">The activation.</param>
    public sealed record AddActivation(Activation Activation) : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { Activations = user.Activations.Add(Activation) };
    }

    /// <summary>Removes activations.</summary>
    /// <param name="Ids">Which.</param>
    public sealed record RemoveActivations(ImmutableArray<ActivationId> Ids) : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { Activations = user.Activations.RemoveAll(a => Ids.Contains(a.Id)) };
    }

    /// <summary>Replaces the dynamic variables of an activation.</summary>
    /// <param name="Id">Which.</param>
    /// <param name="DynamicVariables">The settings.</param>
    /// <param name="Revision">The activation's revision afterwards.</param>
    /// <param name="At">When.</param>
    public sealed record SetVariables(ActivationId Id, JsonText DynamicVariables, int Revision, DateTimeOffset At)
        : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { Activations = [.. user.Activations.Select(a => a.Id == Id ? Set(a) : a)] };

        private Activation Set(Activation activation) =>
            activation with { DynamicVariables = DynamicVariables, Revision = Revision, UpdatedAt = At };
    }

    /// <summary>Remembers a request id, and forgets those used before the time that was loaded from.</summary>
    /// <param name="Used">The request id.</param>
    /// <param name="ForgetBefore">Those used earlier are forgotten.</param>
    public sealed record RememberRequestId(UsedRequestId Used, DateTimeOffset ForgetBefore) : EndUserEdit
    {
        /// <inheritdoc />
        public override EndUser ApplyTo(EndUser user) =>
            user with { UsedRequestId = Used };
    }
}
