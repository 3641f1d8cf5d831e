using System.CommandLine;
using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.CommandLine;

/// <summary>Reads lists to their end and prints them.</summary>
internal static class Lists
{
    private const int PageSize = 100;

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print a JSON array, one object a line." };

    /// <summary>All rows of all pages.</summary>
    public static async Task<List<TRow>> ReadAsync<TPage, TRow>(
        IPageRequest request, Func<Task<TPage>> readAsync, Func<TPage, IEnumerable<TRow>> rowsOf)
        where TPage : IPage
    {
        var rows = new List<TRow>();
        request.First = PageSize;
        do
        {
            var page = await readAsync();
            rows.AddRange(rowsOf(page));
            request.After = page.Next;
        }
        while (request.After.Length > 0);
        return rows;
    }

    /// <summary>Prints rows as a table, or as JSON.</summary>
    public static async Task WriteAsync<TRow>(
        CommandCall call, Option<bool> json, IReadOnlyList<TRow> rows, string[] header, Func<TRow, string[]> toCells)
        where TRow : IMessage
    {
        if (call.Words.GetValue(json))
        {
            await call.Output.WriteLineAsync($"[{string.Join(",\n ", rows.Select(row => Json.Format(row)))}]");
            return;
        }

        string[][] cells = [header, .. rows.Select(toCells)];
        var widths = header.Select((_, column) => cells.Max(row => row[column].Length)).ToArray();
        foreach (var row in cells)
            await call.Output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>A time for people who read a list.</summary>
    public static string TextOf(Timestamp time) =>
        time.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
