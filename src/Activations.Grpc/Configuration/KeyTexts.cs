using Activations.Secrets;

namespace Activations.Grpc.Configuration;

/// <summary>Keys as they are configured: <c>&lt;id&gt;:&lt;base64 of 32 bytes&gt;</c>.</summary>
internal static class KeyTexts
{
    /// <summary>Reads keys, in their order.</summary>
    /// <param name="texts">The texts, each with the place that an error names.</param>
    /// <param name="problems">Where to report. No text is shown, and no id: either half may be the secret one.</param>
    public static SecretKeys Read(IReadOnlyList<(string Place, string Text)> texts, List<string> problems)
    {
        var keys = new List<SecretKey>();
        foreach (var (place, text) in texts)
        {
            if (ReadKey(text) is not { } key)
            {
                problems.Add(
                    $"{place} must be <id>:<base64 of {SecretKeys.KeyBytes} bytes>, with an id of 1–{SecretKeys.MaxIdLength} "
                    + "letters, digits, '-' and '_'.");
            }
            else if (keys.Exists(k => k.Id == key.Id))
            {
                problems.Add($"{place} has the id of an earlier key.");
            }
            else
            {
                keys.Add(key);
            }
        }

        return new SecretKeys(keys);
    }

    /// <summary>A key as text.</summary>
    public static string Write(string id, ReadOnlySpan<byte> key) => $"{id}:{Convert.ToBase64String(key)}";

    private static SecretKey? ReadKey(string text)
    {
        Span<byte> key = stackalloc byte[SecretKeys.KeyBytes];
        return text.Split(':') is [var id, var base64]
            && SecretKeys.IsId(id)
            && Convert.TryFromBase64String(base64, key, out var length)
            && length == key.Length
            ? new SecretKey(id, key)
            : null;
    }
}
