namespace Activations.Client;

/// <summary>Where the service is, who calls it, and how long and how often a call is tried.</summary>
public sealed class ActivationsClientOptions
{
    /// <summary>The address of the service's gRPC port: <c>https</c>, or <c>http</c> for HTTP/2 without TLS. Required.</summary>
    public Uri? Address { get; set; }

    /// <summary>
    /// The API key, which every call then sends. A secret: it is in no log and in no exception. Not together with
    /// <see cref="TokenProvider"/>. A call whose headers have <c>authorization</c> sends that instead.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Answers an API key, or an end user's token, for each attempt of each call; so it should remember what it answered for as
    /// long as that is valid. Not together with <see cref="ApiKey"/>.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>
    /// Whether credentials may be sent over <c>http</c> to another machine than this one, where anybody on the way can read
    /// them. False unless it is set.
    /// </summary>
    public bool AllowInsecureCredentials { get; set; }

    /// <summary>
    /// How long a call may take, with all its attempts, if it names no deadline of its own: 30 seconds unless it is set;
    /// null for as long as the service allows.
    /// </summary>
    public TimeSpan? DefaultDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How calls are repeated.</summary>
    public ActivationsRetryOptions Retry { get; } = new();
}
