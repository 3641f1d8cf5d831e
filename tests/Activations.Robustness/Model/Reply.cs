using System.Collections.Immutable;

namespace Activations.Robustness.Model;

/// <summary>What the model can tell of a successful answer. The family is closed: every kind is in this file.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>Nothing but success.</summary>
    public sealed record Done : Reply;

    /// <summary>A user; without a primary connection, the last two are empty.</summary>
    public sealed record User(string Id, string PrimaryId, string PrimaryName) : Reply;

    /// <summary>A connection.</summary>
    public sealed record Connection(string Id, string Name, string ConnectorId) : Reply;

    /// <summary>An activation, with its bound connections in the order of the templates.</summary>
    public sealed record Activation(
        string Id, string Integration, ImmutableArray<(string Id, string Name)> Bindings, int Variables, string Etag, bool IsReplay) : Reply
    {
        public override string ToString() =>
            $"{(IsReplay ? "replayed " : "")}activation {Id} of {Integration} binds {string.Join(", ", Bindings)}, n={Variables}, etag {Etag}";
    }

    /// <summary>The dynamic variables as they are after an update.</summary>
    public sealed record Updated(int Value) : Reply;

    /// <summary>All that there is of a user, read while nothing changes.</summary>
    public sealed record Everything(
        User? Profile, ImmutableArray<Connection> Connections, ImmutableArray<Activation> Activations) : Reply
    {
        public override string ToString() =>
            $"{Profile} with {string.Join(", ", Connections)} and {string.Join(", ", Activations)}";
    }
}
