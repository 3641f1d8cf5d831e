using System.Collections.Immutable;
using System.Globalization;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.EndUsers;

/// <summary>An integration that an end user has activated.</summary>
public sealed record Activation
{
    /// <summary>The activation's id.</summary>
    public required ActivationId Id { get; init; }

    /// <summary>What is activated.</summary>
    public required IntegrationId IntegrationId { get; init; }

    /// <summary>The connection bound to each template, in the order of the integration's templates.</summary>
    public required ImmutableArray<Binding> Bindings { get; init; }

    /// <summary>The settings.</summary>
    public required JsonText DynamicVariables { get; init; }

    /// <summary>Counts the changes; 1 when new.</summary>
    public required int Revision { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Changes with every change (AIP-154).</summary>
    public string Etag => Revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Ends the call if the caller has another state of the activation in mind.</summary>
    /// <param name="etags">The etags of which one must be the current one; null if any state will do.</param>
    /// <exception cref="EtagMismatchException">None of them is.</exception>
    public void ThrowIfStale(ImmutableArray<string>? etags)
    {
        if (etags is { } expected && !expected.Contains(Etag))
            throw new EtagMismatchException();
    }
}

/// <summary>A connection bound to a template.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="ConnectionId">The connection.</param>
public sealed record Binding(ConnectionTemplateId TemplateId, ConnectionId ConnectionId);
