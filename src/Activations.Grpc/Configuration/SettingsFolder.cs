namespace Activations.Grpc.Configuration;

/// <summary>
/// A folder with a file for each setting, such as <c>Activations__Secrets__Keys</c>: how Docker, Kubernetes and systemd hand
/// secrets over, so that they are in no environment and on no command line.
/// </summary>
internal static class SettingsFolder
{
    /// <summary>The setting that names it.</summary>
    public const string Key = $"{ActivationsOptions.Section}:SettingsFolder";

    private const string Delimiter = "__";
    private const string Prefix = ActivationsOptions.Section + Delimiter;
    private const string KeysName = $"{SecretsOptions.Section}:Keys";

    /// <summary>Adds the settings of the folder, which count more than all others; nothing where none is named.</summary>
    /// <exception cref="InvalidConfigurationException">The folder or a file in it can't be used.</exception>
    public static void Add(ConfigurationManager configuration)
    {
        if (string.IsNullOrEmpty(configuration[Key]))
            return;
        var path = Path.GetFullPath(configuration[Key]!);
        if (!Directory.Exists(path))
            throw new InvalidConfigurationException([$"{Key} names a folder that is not there."]);
        try
        {
            configuration.AddInMemoryCollection(Read(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The message names the file, never what is in it.
            throw new InvalidConfigurationException([$"{Key} names a folder with a file that can't be read: {exception.Message}"]);
        }
    }

    private static Dictionary<string, string?> Read(string folder)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<string>();
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (!IsSetting(name))
                continue;
            var key = name.Replace(Delimiter, ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            if (ProblemOf(name, path) is { } problem)
                problems.Add(problem);
            else if (ReadFile(path, key) is not { Length: > 0 } value)
                problems.Add($"The file {name} in {Key} holds nothing.");
            else if (!settings.TryAdd(key, value))
                problems.Add($"The file {name} in {Key} differs from another one only in its case.");
        }

        return problems.Count == 0 ? settings : throw new InvalidConfigurationException(problems);
    }

    /// <summary>
    /// Whether a name is meant for a setting; secrets of others may lie beside them, and what the platform keeps there:
    /// Kubernetes its versions of a mounted secret, under names that begin with a dot, and disks their <c>lost+found</c>.
    /// </summary>
    private static bool IsSetting(string name) =>
        name[0] != '.' && (name.Contains(Delimiter, StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal));

    private static string? ProblemOf(string name, string path)
    {
        if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return $"The file {name} in {Key} is not a setting of this service: their names begin with {Prefix}, and have {Delimiter} for ':'.";
        if (Directory.Exists(path)) // Docker makes one in place of a file that was to be mounted and is not there
            return $"{name} in {Key} is a folder, where a file was expected.";

        // A pipe has no length either, and to open it would mean to wait for whoever writes into it.
        return (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Exists: true, Length: 0 }
            ? $"{name} in {Key} is empty, or no file."
            : null;
    }

    private static string ReadFile(string path, string key)
    {
        var text = File.ReadAllText(path);
        return key.Equals(KeysName, StringComparison.OrdinalIgnoreCase) ? Keys(text) : text.TrimEnd('\r', '\n');
    }

    /// <summary>Keys as the setting has them, of a text in the form of a keys file.</summary>
    private static string Keys(string text) => string.Join(',', text
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#'));
}
