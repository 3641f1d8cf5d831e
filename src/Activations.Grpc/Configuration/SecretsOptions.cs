using Activations.Secrets;

namespace Activations.Grpc.Configuration;

/// <summary>The section <c>Activations:Secrets</c>. No error shows a value of it.</summary>
internal sealed class SecretsOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Activations:Secrets";

    private const string KeysKey = $"{Section}:Keys";
    private const string FileKey = $"{Section}:KeysFile";

    /// <summary>The keys; none if none are configured.</summary>
    public SecretKeys Keys { get; init; } = SecretKeys.None;

    /// <summary>
    /// Reads <c>Keys</c>, a list or one text with commas, or the file that <c>KeysFile</c> names. Each key is
    /// <c>&lt;id&gt;:&lt;base64 of 32 bytes&gt;</c>, the first one active.
    /// </summary>
    /// <param name="section">The section.</param>
    /// <param name="problems">Where to report.</param>
    public static SecretsOptions Read(IConfigurationSection section, List<string> problems)
    {
        var texts = TextsOf(section);
        var file = section["KeysFile"];
        if (texts.Count > 0 && !string.IsNullOrEmpty(file))
            problems.Add($"Give either {KeysKey} or {FileKey}, not both.");
        else if (!string.IsNullOrEmpty(file))
            return ReadFile(file, problems);
        return new SecretsOptions { Keys = KeyTexts.Read(texts, problems) };
    }

    /// <summary>Reads a file of keys.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Where to report.</param>
    public static SecretsOptions ReadFile(string path, List<string> problems)
    {
        var before = problems.Count;
        var keys = KeyTexts.Read(KeysFile.Read(path, FileKey, problems), problems);
        if (problems.Count == before && keys.Active is null)
            problems.Add($"{FileKey} names a file without a key.");
        return new SecretsOptions { Keys = keys };
    }

    private static List<(string Place, string Text)> TextsOf(IConfigurationSection section)
    {
        if (section["Keys"] is { } list)
        {
            return [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select((text, index) => ($"{KeysKey}, key {index + 1},", text))];
        }

        return [.. section.GetSection("Keys").GetChildren().Select(
            (child, index) => ($"{KeysKey}, key {index + 1},", child.Value?.Trim() ?? ""))];
    }
}
