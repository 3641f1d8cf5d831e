using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;

namespace Activations.Grpc.Transfer;

/// <summary>A record as a line of an export gives it. The family is closed: every kind is in this file.</summary>
internal abstract record TransferRecord
{
    private TransferRecord()
    {
    }

    /// <summary>What the file is; no record.</summary>
    public sealed record Header : TransferRecord;

    /// <summary>A hub, or its tombstone.</summary>
    /// <param name="Hub">The hub.</param>
    /// <param name="IsDefault">Whether it is its organisation's default.</param>
    public sealed record OfHub(Hub Hub, bool IsDefault) : TransferRecord;

    /// <summary>An integration, or its tombstone.</summary>
    /// <param name="Integration">What the line says; what follows from the hub is yet to be filled in.</param>
    public sealed record OfIntegration(Integration Integration) : TransferRecord;

    /// <summary>The profile of an end user.</summary>
    /// <param name="User">What the line says; what follows from the hub is yet to be filled in.</param>
    public sealed record OfUser(EndUser User) : TransferRecord, IOfUser
    {
        /// <inheritdoc />
        public EndUserLookup.ById Owner => new(User.Key.HubId, User.Id);

        /// <inheritdoc />
        public object Id => User.Id;
    }

    /// <summary>A connection of an end user.</summary>
    /// <param name="Owner">Whose.</param>
    /// <param name="Connection">The connection; its secrets are envelopes, or in clear.</param>
    public sealed record OfConnection(EndUserLookup.ById Owner, Connection Connection) : TransferRecord, IOfUser
    {
        /// <inheritdoc />
        public object Id => Connection.Id;
    }

    /// <summary>An activation of an end user.</summary>
    /// <param name="Owner">Whose.</param>
    /// <param name="Activation">The activation.</param>
    public sealed record OfActivation(EndUserLookup.ById Owner, Activation Activation) : TransferRecord, IOfUser
    {
        /// <summary>What is activated, once it was looked up.</summary>
        public Integration? Integration { get; init; }

        /// <inheritdoc />
        public object Id => Activation.Id;
    }
}

/// <summary>A record that belongs to an end user.</summary>
internal interface IOfUser
{
    /// <summary>Which.</summary>
    EndUserLookup.ById Owner { get; }

    /// <summary>The id of the record itself; ids of different kinds are never equal.</summary>
    object Id { get; }
}
