using System.Collections.Immutable;

namespace Activations.Robustness.Model;

/// <summary>What the model knows of an integration; it is deployed, and every template is used.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Templates">Its templates, in their order.</param>
internal sealed record IntegrationShape(string Id, ImmutableArray<TemplateShape> Templates);

/// <summary>What the model knows of a connection template.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConnectorId">What it takes a connection to.</param>
/// <param name="IsPrimary">Whether that is the hub's primary connector.</param>
internal sealed record TemplateShape(string Id, string ConnectorId, bool IsPrimary);
