using System.Text.Encodings.Web;
using System.Text.Json;
using Activations.V1;

namespace Activations.Grpc.CommandLine.Import;

/// <summary>
/// The file in which an import collects what is wrong with its lines: there when something is, and readable by its owner alone.
/// </summary>
internal sealed class ImportErrors : IAsyncDisposable
{
    private const string NameAnother = "Name another one for the errors.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private StreamWriter? writer;

    private ImportErrors(string name) => Name = name;

    /// <summary>The path of the file, as it was given.</summary>
    public string Name { get; }

    /// <summary>Removes what an import before collected. Any other file stays, and is refused.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="input">The path of the file that is imported, if it has one.</param>
    /// <exception cref="IOException">The file is none to be written over.</exception>
    public static ImportErrors Prepare(string path, string? input)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full);
        if (input is not null && full == Path.GetFullPath(input))
            throw new IOException($"'{path}' is the file to import. {NameAnother}");
        if (!Directory.Exists(folder))
            throw new IOException($"There is no folder '{folder}' for the errors.");
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder. {NameAnother}");
        if (File.Exists(path))
        {
            CheckIsOfAnImport(path);
            File.Delete(path);
        }

        return new ImportErrors(path);
    }

    /// <summary>Collects what is wrong with a line.</summary>
    public async Task AddAsync(FileLine line, ImportFault fault)
    {
        writer ??= new StreamWriter(new FileStream(Name, OwnersFile.Options(FileMode.CreateNew))) { NewLine = "\n" };
        var said = new { line = line.Number, kind = line.Kind, id = line.Id, field = fault.Field, message = fault.Message };
        await writer.WriteLineAsync(JsonSerializer.Serialize(said, Json));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (writer is not null)
            await writer.DisposeAsync();
    }

    private static void CheckIsOfAnImport(string path)
    {
        // To write as well, as a pipe opened to read alone keeps waiting for somebody who writes.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (!IsRegular(stream))
            throw new IOException($"'{path}' is a device or a pipe. {NameAnother}");
        if (stream.Length == 0)
            return;
        using var reader = new StreamReader(stream);
        if (!IsOfAnImport(reader.ReadLine() ?? ""))
            throw new IOException($"'{path}' is there, and is not what an import collected. {NameAnother}");
    }

    /// <summary>A device has no length either, and takes none.</summary>
    private static bool IsRegular(FileStream stream)
    {
        if (!stream.CanSeek)
            return false;
        if (stream.Length > 0)
            return true;
        try
        {
            stream.SetLength(0);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsOfAnImport(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject().Select(member => member.Name).SequenceEqual(["line", "kind", "id", "field", "message"]);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
