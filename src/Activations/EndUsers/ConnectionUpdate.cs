using System.Collections.Immutable;
using Activations.Identifiers;

namespace Activations.EndUsers;

/// <summary>What is to be changed of a connection. What is null stays as it is.</summary>
/// <param name="Name">A name; not empty.</param>
/// <param name="Action">The credentials for calling the connector: all of them.</param>
/// <param name="Trigger">The credentials for being called by it: all of them.</param>
/// <param name="Variables">The settings: all of them.</param>
public sealed record ConnectionUpdate(
    string? Name,
    ImmutableArray<CredentialUpdate>? Action,
    ImmutableArray<CredentialUpdate>? Trigger,
    ImmutableArray<ConnectionVariable>? Variables);

/// <summary>A credential as it is to be. Secrets that are absent or empty keep their stored values.</summary>
/// <param name="Id">
/// The stored credential that it takes the place of; without one, the one of the same list with the same name and type.
/// </param>
/// <param name="Draft">The credential.</param>
public sealed record CredentialUpdate(CredentialId? Id, CredentialDraft Draft);
