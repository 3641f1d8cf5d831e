using System.Text.Json;
using System.Text.Unicode;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Sqlite.Database;

/// <summary>How the domain's values stand in columns.</summary>
internal static class Values
{
    public static object ToColumn(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static object? ToColumn(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static object? ToColumn<TId>(TId? id)
        where TId : struct, IId<TId> => id?.ToString();

    public static object ToColumn<TId>(TId id)
        where TId : struct, IId<TId> => id.ToString()!;

    public static object? ToColumn(JsonText? json) => json?.GetText();

    public static TId GetId<TId>(this SqliteDataReader row, int column)
        where TId : struct, IId<TId> => Id.Parse<TId>(row.GetString(column));

    public static TId? GetOptionalId<TId>(this SqliteDataReader row, int column)
        where TId : struct, IId<TId> => row.IsDBNull(column) ? null : row.GetId<TId>(column);

    public static DateTimeOffset GetTime(this SqliteDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? GetOptionalTime(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetTime(column);

    /// <summary>JSON as it was stored. Pages have no checksums: one that holds a part of a value is known to be damaged by what it holds.</summary>
    /// <exception cref="FormatException">It is not UTF-8.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonText GetJson(this SqliteDataReader row, int column)
    {
        var utf8 = row.GetFieldValue<byte[]>(column);
        if (!Utf8.IsValid(utf8))
            throw new FormatException("A stored value is not UTF-8.");
        var json = new Utf8JsonReader(utf8);
        while (json.Read())
        {
            // It throws where the text is not JSON.
        }

        return JsonText.FromTrustedUtf8(utf8);
    }

    /// <summary>Ids as one value, for <c>json_each</c>.</summary>
    public static string ToJsonArray<TId>(IEnumerable<TId> ids)
        where TId : struct, IId<TId> => JsonSerializer.Serialize(ids.Select(id => id.ToString()));

    /// <summary>A connector from four columns: id, name, image, auth scheme.</summary>
    public static Connector GetConnector(this SqliteDataReader row, int column) => new()
    {
        Id = row.GetId<ConnectorId>(column),
        Name = row.GetString(column + 1),
        ImageUrl = row.GetString(column + 2),
        AuthScheme = new AuthScheme(row.GetJson(column + 3)),
    };
}
