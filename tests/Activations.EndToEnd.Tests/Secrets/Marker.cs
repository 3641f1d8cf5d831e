using System.Text;

namespace Activations.EndToEnd.Tests.Secrets;

/// <summary>A text that is planted in secrets and then looked for, as it is and in base64.</summary>
internal static class Marker
{
    private const string Text = "m4rk3rS3cr3t";

    private static readonly byte[][] Forms = [.. FormsOf(Text)];

    /// <summary>A secret of its own.</summary>
    /// <param name="place">Where it is planted.</param>
    public static string In(string place) => $"{Text}-{place}-{Guid.NewGuid():N}";

    /// <summary>Whether a marker is there, in any form.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var form in Forms)
        {
            if (bytes.IndexOf(form) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether a marker is there, in any form.</summary>
    public static bool IsIn(string text) => IsIn(Encoding.UTF8.GetBytes(text));

    /// <summary>The text, and what of its base64 is the same whatever stands around it, at each of the three places.</summary>
    private static IEnumerable<byte[]> FormsOf(string text)
    {
        yield return Encoding.UTF8.GetBytes(text);
        yield return Encoding.Unicode.GetBytes(text);
        for (var shift = 0; shift < 3; shift++)
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', shift) + text));
            yield return Encoding.UTF8.GetBytes(base64[(shift == 0 ? 0 : 4)..^4]);
        }
    }
}
