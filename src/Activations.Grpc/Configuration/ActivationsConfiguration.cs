using System.Net;
using System.Text.RegularExpressions;
using Activations.Grpc.Telemetry;

namespace Activations.Grpc.Configuration;

/// <summary>Reads the configuration and checks all of it before anything is opened.</summary>
internal static partial class ActivationsConfiguration
{
    /// <summary>Reads it.</summary>
    /// <param name="configuration">Where it is.</param>
    /// <param name="isTrial">Whether somebody tries the service out: then nobody has to authenticate, unless it says so.</param>
    /// <exception cref="InvalidConfigurationException">Something is wrong; every bad key is named.</exception>
    public static ActivationsOptions Read(IConfiguration configuration, bool isTrial = false)
    {
        var section = configuration.GetSection(ActivationsOptions.Section);
        var problems = new List<string>();
        var options = Bind(section, problems);
        options.Auth.Mode ??= isTrial ? AuthOptions.NoneMode : AuthOptions.RequiredMode;
        options.Limits = LimitsConfiguration.Read(section.GetSection("Limits"), problems);
        options.Secrets = SecretsOptions.Read(section.GetSection("Secrets"), problems);
        problems.AddRange(UnknownSettings.Find(section, typeof(ActivationsOptions)));
        problems.AddRange(Check(options));
        problems.AddRange(OtelVariables.Check(configuration));
        return problems.Count == 0 ? options : throw new InvalidConfigurationException(problems);
    }

    private static ActivationsOptions Bind(IConfigurationSection section, List<string> problems)
    {
        try
        {
            var options = section.Get<ActivationsOptions>() ?? new ActivationsOptions();
            if (section["Cors:AllowedOrigins"] is { } list) // the binder reads lists only
                options.Cors.AllowedOrigins = list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
            return options;
        }
        catch (InvalidOperationException exception)
        {
            // The binder names the value that it could not convert, which may be a secret in the wrong place, then the key.
            problems.Add($"{BinderKey.Match(exception.Message).Groups["key"].Value} has a value of another type than it should.");
            return new ActivationsOptions();
        }
    }

    [GeneratedRegex(".*at '(?<key>[^']*)'", RegexOptions.Singleline)]
    private static partial Regex BinderKey { get; }

    private static IEnumerable<string> Check(ActivationsOptions options)
    {
        if (!IPAddress.TryParse(options.BindAddress, out _))
            yield return "Activations:BindAddress must be an IP address, such as 127.0.0.1 or ::.";
        foreach (var (name, port) in new[] { ("Http", options.Http.Port), ("Grpc", options.Grpc.Port) })
        {
            if (port is < 0 or > 65535)
                yield return $"Activations:{name}:Port must be 0–65535.";
        }

        if (options.Http.Port == options.Grpc.Port && options.Http.Port != 0 && !options.Tls.IsOn)
            yield return "Activations:Grpc:Port must differ from Activations:Http:Port: without TLS, HTTP/1.1 and HTTP/2 can't share one.";

        foreach (var origin in options.Cors.AllowedOrigins.Where(origin => !IsOrigin(origin)))
        {
            yield return $"Activations:Cors:AllowedOrigins has '{origin}', which is not an origin: "
                + "give a scheme and a host, such as https://app.example.com, without a path; or * for any.";
        }

        foreach (var problem in CheckAuth(options).Concat(Check(options.Store)).Concat(TlsConfiguration.Check(options.Tls)))
            yield return problem;
    }

    /// <summary>Whether a text is an origin as browsers send it (RFC 6454, section 6.2), or stands for all of them.</summary>
    private static bool IsOrigin(string text) => text == CorsOptions.AnyOrigin
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.UserInfo.Length == 0
            && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> CheckAuth(ActivationsOptions options)
    {
        if (options.Auth.Mode is not (AuthOptions.NoneMode or AuthOptions.RequiredMode))
            yield return "Activations:Auth:Mode must be 'none' or 'required'.";
        if (!options.Auth.IsRequired && IPAddress.TryParse(options.BindAddress, out var address) && !IPAddress.IsLoopback(address))
        {
            yield return "Activations:Auth:Mode is 'none', by which anybody could call: set it to 'required', "
                + "or Activations:BindAddress to an address of this machine alone, such as 127.0.0.1.";
        }

        if (options.Auth.Tokens.Audience is { } audience && string.IsNullOrWhiteSpace(audience))
            yield return "Activations:Auth:Tokens:Audience must name an audience, or be left out.";
    }

    private static IEnumerable<string> Check(StoreOptions store)
    {
        switch (store.Provider)
        {
            case StoreOptions.SqliteProvider:
                if (string.IsNullOrWhiteSpace(store.Sqlite.Path))
                    yield return "Activations:Store:Sqlite:Path must name a file.";
                break;
            case StoreOptions.MongoDbProvider:
                if (string.IsNullOrWhiteSpace(store.MongoDb.ConnectionString))
                    yield return "Activations:Store:MongoDb:ConnectionString is required for the store 'mongodb'.";
                if (string.IsNullOrWhiteSpace(store.MongoDb.Database))
                    yield return "Activations:Store:MongoDb:Database must name a database.";
                break;
            default:
                yield return "Activations:Store:Provider must be 'sqlite' or 'mongodb'.";
                break;
        }
    }
}

/// <summary>The configuration can't be used.</summary>
internal sealed class InvalidConfigurationException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems));
