using System.Diagnostics.CodeAnalysis;

namespace Activations.V1;

/// <summary>A request for a page of a list, whatever it lists.</summary>
public interface IPageRequest
{
    /// <summary>How many rows to answer, 1–100.</summary>
    int First { get; set; }

    /// <summary>Whether <see cref="First"/> is given.</summary>
    bool HasFirst { get; }

    /// <summary>The page that follows: <see cref="IPage.Next"/> of an earlier answer; empty if it is not given.</summary>
    string After { get; set; }

    /// <summary>The page that precedes: <see cref="IPage.Prev"/> of an earlier answer; empty if it is not given.</summary>
    string Before { get; set; }
}

/// <summary>A page of a list, whatever it lists.</summary>
public interface IPage
{
    /// <summary>How many rows there are in all.</summary>
    int TotalCount { get; set; }

    /// <summary>The cursor for the page that follows; empty on the last page.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "The contract's name of the field, which callers know.")]
    string Next { get; set; }

    /// <summary>The cursor for the page that precedes; empty on the first page.</summary>
    string Prev { get; set; }
}

public sealed partial class ListHubsRequest : IPageRequest;

public sealed partial class HubsPage : IPage;

public sealed partial class ListEndUsersRequest : IPageRequest;

public sealed partial class EndUserPage : IPage;

public sealed partial class ListEndUserConnectionsRequest : IPageRequest;

public sealed partial class EndUserConnectionsPage : IPage;

public sealed partial class ListIntegrationsRequest : IPageRequest;

public sealed partial class IntegrationPage : IPage;

public sealed partial class ListConnectionTemplatesRequest : IPageRequest;

public sealed partial class ConnectionTemplatePage : IPage;

public sealed partial class ListEndUserIntegrationsRequest : IPageRequest;

public sealed partial class EmbeddedIntegrationPage : IPage;

public sealed partial class ListActivationsRequest : IPageRequest;

public sealed partial class ActivationPage : IPage;

public sealed partial class ListEndUserActivationsRequest : IPageRequest;

public sealed partial class EndUserActivationPage : IPage;

public sealed partial class ListApiKeysRequest : IPageRequest;

public sealed partial class ApiKeyPage : IPage;

public sealed partial class ListSigningKeysRequest : IPageRequest;

public sealed partial class SigningKeyPage : IPage;
