using System.Globalization;
using System.Security.Cryptography;

namespace Activations.Grpc.Configuration;

/// <summary>A file with a key on each line; blank lines and those that begin with <c>#</c> are passed over.</summary>
internal static class KeysFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Reads the lines that hold keys, each with its place.</summary>
    /// <param name="path">The file; a link is followed. On Unix, nobody but its owner may have any right to it.</param>
    /// <param name="configurationKey">What names the file.</param>
    /// <param name="problems">Where to report. The path is not shown: it might be a key, given in the wrong place.</param>
    public static IReadOnlyList<(string Place, string Text)> Read(string path, string configurationKey, List<string> problems)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~Owner) != 0)
            {
                problems.Add($"{configurationKey} names a file that its group or others have rights to. Take them away: chmod 600.");
                return [];
            }

            using var reader = new StreamReader(file);
            return
            [
                .. reader.ReadToEnd().Split('\n')
                    .Select((line, index) => (Number: index + 1, Text: line.Trim()))
                    .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
                    .Select(line => (
                        string.Create(CultureInfo.InvariantCulture, $"{configurationKey}, line {line.Number},"), line.Text)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add(exception is FileNotFoundException or DirectoryNotFoundException
                ? $"{configurationKey} names a file that is not there."
                : $"{configurationKey} names a file that can't be read.");
            return [];
        }
    }

    /// <summary>Makes a file with a new key that its owner alone can read, as a whole or not at all, unless it is there.</summary>
    /// <param name="path">The file.</param>
    public static void EnsureExists(string path)
    {
        if (File.Exists(path))
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(draft, options))
            using (var writer = new StreamWriter(file))
            {
                writer.WriteLine("# Encrypts the secrets in the database beside it. Without it they can't be read.");
                writer.WriteLine(KeyTexts.Write("demo", RandomNumberGenerator.GetBytes(Activations.Secrets.SecretKeys.KeyBytes)));
                writer.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another start was quicker: its key it is.
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
