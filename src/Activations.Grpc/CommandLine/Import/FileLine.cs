using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Activations.Grpc.CommandLine.Import;

/// <summary>A line of a file that is imported.</summary>
/// <param name="Number">Which line of the file, counted from 1.</param>
/// <param name="Text">The line.</param>
/// <param name="End">Where it ends in the file, in bytes.</param>
internal sealed record FileLine(long Number, string Text, long End)
{
    /// <summary>What kind of record it says it is; empty if it does not.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>The record's id, if there is one.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The end user that it belongs to; null if it belongs to none.</summary>
    public string? Owner { get; private init; }

    /// <summary>Why it can't be sent; null if it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>How long it is, in bytes.</summary>
    public int Bytes { get; private init; }

    /// <summary>A line that can't be sent.</summary>
    public static FileLine Unreadable(long number, long end, string problem) => new(number, "", end) { Problem = problem };

    /// <summary>Reads a line as far as it has to be known which others it belongs to; what is wrong is found later.</summary>
    public static FileLine Read(long number, ReadOnlySpan<byte> utf8, long end)
    {
        if (!Utf8.IsValid(utf8))
            return Unreadable(number, end, "is not in UTF-8");
        var line = new FileLine(number, Encoding.UTF8.GetString(utf8), end) { Bytes = utf8.Length };
        try
        {
            var json = new Utf8JsonReader(utf8);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return line;
            var (kind, id, user) = ("", "", "");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isKind = json.ValueTextEquals("kind"u8);
                var isId = json.ValueTextEquals("id"u8);
                var isUser = json.ValueTextEquals("userId"u8);
                json.Read();
                if (json.TokenType != JsonTokenType.String)
                    json.Skip();
                else if (isKind)
                    kind = json.GetString()!;
                else if (isId)
                    id = json.GetString()!;
                else if (isUser)
                    user = json.GetString()!;
            }

            return line with { Kind = kind, Id = id, Owner = OwnerOf(kind, id, user) };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return line;
        }
    }

    private static string? OwnerOf(string kind, string id, string user) => kind switch
    {
        "endUser" => id.ToUpperInvariant(),
        "connection" or "activation" => user.ToUpperInvariant(),
        _ => null,
    };
}
