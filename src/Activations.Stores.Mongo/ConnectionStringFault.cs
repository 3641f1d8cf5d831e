using System.Net;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Activations.Stores.Mongo;

/// <summary>
/// Says what is wrong with a connection string without showing any of it. The driver's own messages show hosts, values
/// and, where a password is not escaped, parts of it.
/// </summary>
internal static class ConnectionStringFault
{
    private const string Plain = "mongodb://";
    private const string Srv = "mongodb+srv://";

    /// <summary>What is wrong with a connection string; null if nothing is.</summary>
    public static string? Of(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "it is empty";
        if (!text.StartsWith(Plain, StringComparison.Ordinal) && !text.StartsWith(Srv, StringComparison.Ordinal))
            return $"it does not begin with {Plain} or {Srv}";
        if (FaultOfCredentials(text) is { } fault)
            return fault;
        if (!CanBeRead(text))
            return FaultOfOptions(text) ?? "its hosts, or the combination of its options, can't be used";
        return new ConnectionString(text) is { Scheme: ConnectionStringScheme.MongoDBPlusSrv, Hosts: [IPEndPoint] }
            ? $"with {Srv} its host must be a name, which the name server is asked about; with {Plain} it may be an address"
            : null;
    }

    /// <summary>Whether the driver says by an exception that it can't use what it was given.</summary>
    public static bool IsRefusal(Exception exception) => exception
        is MongoConfigurationException or ArgumentException or FormatException or ArithmeticException
        or InvalidOperationException or NotSupportedException;

    private static string? FaultOfCredentials(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.LastIndexOf('@');
        if (end < start)
            return null;

        var credentials = text[start..end];
        var isEncoded = !credentials.AsSpan().ContainsAny('@', '/')
            && credentials.AsSpan().Count(':') <= 1
            && credentials.Split('%').Skip(1).All(IsEscape);
        return isEncoded
            ? null
            : "its user name or password is not percent-encoded (RFC 3986), or an '@' behind them is not written as %40";
    }

    private static bool IsEscape(string text) =>
        text is [var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low);

    private static string? FaultOfOptions(string text)
    {
        // Behind the last '@', so that no piece of a password is taken for an option.
        var afterCredentials = text[(text.LastIndexOf('@') + 1)..];
        var start = afterCredentials.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
            return null;

        var host = text.StartsWith(Srv, StringComparison.Ordinal) ? $"{Srv}a.b.c/?" : $"{Plain}localhost/?";
        foreach (var option in afterCredentials[(start + 1)..].Split('&', ';'))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == option.Length - 1)
                return "one of its options is not of the form name=value";
            // Names that the driver does not know are never refused, so only a name of the driver's own is shown.
            if (!CanBeRead(host + option))
                return $"its option '{option[..equals]}' can't be used as it is";
        }

        return null;
    }

    private static bool CanBeRead(string text)
    {
        try
        {
            // With mongodb+srv:// the settings would ask the name server.
            var plain = new ConnectionString(text).Scheme == ConnectionStringScheme.MongoDB ? text : WithoutNameServer(text);
            var settings = MongoClientSettings.FromConnectionString(plain);
            // What the driver would refuse only when the first call is made.
            _ = new ClusterBuilder().ConfigureWithConnectionString(plain);
            _ = new ClusterSettings(localThreshold: settings.LocalThreshold);
            return true;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            return false;
        }
    }

    private static string WithoutNameServer(string text)
    {
        var host = Math.Max(text.LastIndexOf('@') + 1, Srv.Length);
        var end = text.AsSpan(host).IndexOfAny('/', '?');
        var rest = end < 0 ? "" : text[(host + end)..];
        var options = rest.IndexOf('?', StringComparison.Ordinal);
        if (options >= 0)
        {
            var kept = rest[(options + 1)..].Split('&', ';').Where(option => !option.StartsWith("srv", StringComparison.OrdinalIgnoreCase));
            rest = string.Join('?', new[] { rest[..options], string.Join('&', kept) }.Where(part => part.Length > 0));
        }

        return $"{Plain}{text[Srv.Length..host]}localhost{rest}";
    }
}
