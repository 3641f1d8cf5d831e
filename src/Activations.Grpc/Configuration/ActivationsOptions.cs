using System.Net;

namespace Activations.Grpc.Configuration;

/// <summary>The section <c>Activations</c> of the configuration.</summary>
internal sealed class ActivationsOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Activations";

    /// <summary>A folder with a file for each further setting; see <see cref="Configuration.SettingsFolder"/>.</summary>
    public string? SettingsFolder { get; init; }

    /// <summary>The IP address to listen on.</summary>
    public string BindAddress { get; init; } = "127.0.0.1";

    /// <summary>Whether callers on the machine itself are the only ones.</summary>
    public bool IsOnLoopback => IPAddress.IsLoopback(IPAddress.Parse(BindAddress));

    /// <summary>HTTP/1.1: REST and health.</summary>
    public ListenerOptions Http { get; init; } = new() { Port = 8080 };

    /// <summary>HTTP/2: gRPC, reflection and health. With TLS, either port serves everything.</summary>
    public ListenerOptions Grpc { get; init; } = new() { Port = 8081 };

    /// <summary>The certificates of both listeners.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>How much the service takes on. Not public, so that the binder leaves it to its reader.</summary>
    internal LimitsOptions Limits { get; set; } = new();

    /// <summary>Which pages in browsers may call REST.</summary>
    public CorsOptions Cors { get; init; } = new();

    /// <summary>Who may call.</summary>
    public AuthOptions Auth { get; init; } = new();

    /// <summary>What others can measure.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Where activations are kept.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>
    /// What secrets are encrypted with. Not public, so that the binder, whose errors show values, leaves it alone.
    /// </summary>
    internal SecretsOptions Secrets { get; set; } = new();
}

/// <summary>A listener.</summary>
internal sealed class ListenerOptions
{
    /// <summary>The TCP port, 0–65535; 0 takes a free one.</summary>
    public int Port { get; init; }
}

/// <summary>The section <c>Activations:Cors</c>.</summary>
internal sealed class CorsOptions
{
    /// <summary>Any origin.</summary>
    public const string AnyOrigin = "*";

    /// <summary>
    /// The origins whose pages may call, such as <c>https://app.example.com</c>; <c>*</c> for any. A list, or one text with
    /// commas between them.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];
}

/// <summary>The section <c>Activations:Auth</c>.</summary>
internal sealed class AuthOptions
{
    /// <summary>The mode in which nobody authenticates. On loopback only.</summary>
    public const string NoneMode = "none";

    /// <summary>The mode in which every caller authenticates.</summary>
    public const string RequiredMode = "required";

    /// <summary>One of the modes above; the default depends on how the service is started.</summary>
    public string? Mode { get; set; }

    /// <summary>Whether gRPC reflection is open to everybody where it is not anyway, as it is on loopback.</summary>
    public bool OpenReflection { get; init; }

    /// <summary>The tokens of end users.</summary>
    public TokenOptions Tokens { get; init; } = new();

    /// <summary>Whether every caller authenticates.</summary>
    public bool IsRequired => Mode != NoneMode;
}

/// <summary>The section <c>Activations:Auth:Tokens</c>.</summary>
internal sealed class TokenOptions
{
    /// <summary>Whether a token must say when it ends (<c>exp</c>).</summary>
    public bool RequireExpiry { get; init; } = true;

    /// <summary>What a token's <c>aud</c> must name, if anything.</summary>
    public string? Audience { get; init; }
}

/// <summary>The section <c>Activations:Store</c>.</summary>
internal sealed class StoreOptions
{
    /// <summary>The provider of the embedded store.</summary>
    public const string SqliteProvider = "sqlite";

    /// <summary>The provider of the MongoDB store.</summary>
    public const string MongoDbProvider = "mongodb";

    /// <summary>Which store: one of the providers above.</summary>
    public string Provider { get; init; } = SqliteProvider;

    /// <summary>The embedded store.</summary>
    public SqliteOptions Sqlite { get; init; } = new();

    /// <summary>The MongoDB store.</summary>
    public MongoDbOptions MongoDb { get; init; } = new();
}

/// <summary>The section <c>Activations:Store:Sqlite</c>.</summary>
internal sealed class SqliteOptions
{
    /// <summary>The path of the database file; created when it is absent.</summary>
    public string Path { get; init; } = "data/activations.db";
}

/// <summary>The section <c>Activations:Store:MongoDb</c>.</summary>
internal sealed class MongoDbOptions
{
    /// <summary>The connection string. Secret. Required for this store.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The name of the database.</summary>
    public string Database { get; init; } = "activations";
}
