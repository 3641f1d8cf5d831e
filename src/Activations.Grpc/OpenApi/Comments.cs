using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Activations.Grpc.OpenApi;

/// <summary>What the comments of the protos say, as texts (CommonMark, as OpenAPI has them).</summary>
internal static partial class Comments
{
    private const string Errors = "Errors:";
    private const string EveryCall = "Every call can also fail";

    /// <summary>The comment above a declaration; its lines are one, its paragraphs stay.</summary>
    public static string Comment(this DescriptorBase declaration)
    {
        var lines = (declaration.Declaration?.LeadingComments ?? "").Split('\n').Select(line => line.Trim());
        return LineEnd.Replace(string.Join('\n', lines).Trim(), " ");
    }

    /// <summary>What a call or a service does, without how it fails.</summary>
    public static string Purpose(this DescriptorBase declaration) =>
        declaration.Comment().Split(Errors)[0].Split(EveryCall)[0].Trim();

    /// <summary>How a call fails; empty if its comment does not say.</summary>
    public static string Failures(this MethodDescriptor call) => call.Comment().Split(Errors) is [_, var failures] ? failures : "";

    /// <summary>A name as words: "List end users" for <c>ListEndUsers</c>.</summary>
    public static string Words(string name)
    {
        var words = WordStart.Replace(name, " $1");
        return words[0] + words[1..].ToLowerInvariant().Replace("api key", "API key", StringComparison.Ordinal);
    }

    /// <summary>The first sentence of a text.</summary>
    public static string FirstSentence(this string text) => SentenceEnd.Split(text, 2)[0];

    [GeneratedRegex(@"(?<!\n)\n(?!\n)")]
    private static partial Regex LineEnd { get; }

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart { get; }

    [GeneratedRegex(@"(?<=\.) ")]
    private static partial Regex SentenceEnd { get; }
}
