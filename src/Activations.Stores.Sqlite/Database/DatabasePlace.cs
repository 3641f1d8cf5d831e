namespace Activations.Stores.Sqlite.Database;

/// <summary>Finds out whether a database can be, or be made, where its path says. Only trying tells of every file system.</summary>
internal static class DatabasePlace
{
    /// <summary>Why it can't; null if it can.</summary>
    /// <param name="path">The full path of the file.</param>
    public static string? FaultOf(string path)
    {
        if (Directory.Exists(path))
            return "it is a folder, not a file";
        if (File.Exists(path) && FaultOfFile(path) is { } fault)
            return fault;

        // The service makes the folders that are missing.
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !Directory.Exists(folder))
        {
            if (File.Exists(folder))
                return $"'{folder}' is a file, not a folder";
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null ? "its folder can't be made" : FaultOfFolder(folder);
    }

    private static string? FaultOfFile(string path) => FaultOf(
        () => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose(),
        "it can't be written");

    private static string? FaultOfFolder(string folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.DeleteOnClose,
        };
        return FaultOf(
            () => new FileStream(Path.Combine(folder, $".activations-{Guid.NewGuid():N}"), options).Dispose(),
            $"no file can be made in the folder '{folder}'");
    }

    private static string? FaultOf(Action attempt, string fault)
    {
        try
        {
            attempt();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"{fault}: this user has no right to";
        }
        catch (IOException)
        {
            return $"{fault}: the file system refuses it";
        }
    }
}
