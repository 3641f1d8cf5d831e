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
        if (CanBeRead(text))
            return null;

        return FaultOfCredentials(text)
            ?? FaultOfOptions(text)
            ?? "its hosts, or the combination of its options, can't be used";
    }

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
        return isEncoded ? null : "its user name or password is not percent-encoded (RFC 3986)";
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
            if (new ConnectionString(text).Scheme == ConnectionStringScheme.MongoDB)
                _ = MongoClientSettings.FromConnectionString(text);
            return true;
        }
        catch (MongoConfigurationException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (FormatException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
