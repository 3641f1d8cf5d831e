using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Json;
using Activations.Paging;

namespace Activations.Integrations;

/// <summary>Something that an end user of a hub can activate: the aggregate of its settings and connection templates.</summary>
public sealed record Integration
{
    /// <summary>The most connection templates of an integration.</summary>
    public const int MaxTemplates = 100;

    /// <summary>The most bytes of JSON of an integration, in its schema and in the auth schemes of its templates: 8 MiB.</summary>
    public const int MaxJsonBytes = 8 * 1024 * 1024;

    /// <summary>The integration's id.</summary>
    public required IntegrationId Id { get; init; }

    /// <summary>The hub it belongs to.</summary>
    public required HubId HubId { get; init; }

    /// <summary>Who owns the hub.</summary>
    public required OrganisationId OrganisationId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>A URI of its image; may be empty.</summary>
    public string ImageUrl { get; init; } = "";

    /// <summary>A URI of a screenshot; may be empty.</summary>
    public string ScreenshotUrl { get; init; } = "";

    /// <summary>What it does; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>What it does, in short; may be empty.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The JSON Schema of its dynamic variables; without one, any object will do.</summary>
    public JsonText? VariablesSchema { get; init; }

    /// <summary>Whether it can be activated.</summary>
    public required bool IsDeployed { get; init; }

    /// <summary>Its slots for connections, in their order. None is ever removed.</summary>
    public required ImmutableArray<ConnectionTemplate> Templates { get; init; }

    /// <summary>Counts the saves; 1 when new.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was deleted. What is left is a tombstone, so that no activation points at nothing.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The integration with one more template.</summary>
    /// <param name="template">The template.</param>
    public Integration With(ConnectionTemplate template) => this with { Templates = Templates.Add(template) };

    /// <summary>The integration with these templates used and the others not.</summary>
    /// <param name="used">The templates that are used, in the request's order.</param>
    /// <exception cref="InvalidRequestException">One of them is not a template of this integration.</exception>
    public Integration WithUsedTemplates(ImmutableArray<ConnectionTemplateId> used)
    {
        var violations = new Violations();
        foreach (var (index, id) in used.Index())
        {
            if (Templates.All(t => t.Id != id))
                violations.Add($"usedConnectionTemplates[{index}]", "is not a template of this integration");
        }

        violations.ThrowIfAny();
        var templates = Templates.Select(t => t with { IsUsed = used.Contains(t.Id) });
        return templates.SequenceEqual(Templates) ? this : this with { Templates = [.. templates] };
    }

    /// <summary>Lists the templates, ordered by id.</summary>
    /// <param name="page">Which page of them.</param>
    public Page<ConnectionTemplate> ListTemplates(PageRequest<ConnectionTemplateId> page)
    {
        var rows = Templates.OrderBy(t => t.Id.Value)
            .Where(t => page.After is not { } after || t.Id.Value.CompareTo(after.Value) > 0)
            .Where(t => page.Before is not { } before || t.Id.Value.CompareTo(before.Value) < 0);
        return page.PageOf((page.IsBackward ? rows.Reverse() : rows).Take(page.Limit + 1).ToList());
    }

    /// <summary>Ends the call if the integration holds more than one may.</summary>
    /// <exception cref="LimitExceededException">It does.</exception>
    public void ThrowIfTooLarge()
    {
        if (Templates.Length > MaxTemplates)
            throw LimitExceededException.Integration($"{MaxTemplates} connection templates");
        if ((VariablesSchema?.ByteCount ?? 0) + Templates.Sum(t => (long)t.Connector.AuthScheme.Config.ByteCount) > MaxJsonBytes)
            throw LimitExceededException.Integration("8 MiB of schema and auth schemes");
    }
}
