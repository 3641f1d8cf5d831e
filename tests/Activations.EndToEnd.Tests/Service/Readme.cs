using System.Text.RegularExpressions;

namespace Activations.EndToEnd.Tests.Service;

/// <summary>Blocks of the README that stand under a comment of their own.</summary>
internal static class Readme
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    /// <summary>The block under <c>&lt;!-- test: name --&gt;</c>.</summary>
    public static string BlockOf(string name) => Find(name, "").Groups["block"].Value;

    /// <summary>The text block that comes next after the block of that name: what it prints.</summary>
    public static string OutputOf(string name) => Find(name, "\n```text\n(?<output>.*?)```").Groups["output"].Value.TrimEnd();

    /// <summary>The commands of the block of that name, as a script that ends at the first failure.</summary>
    public static string ScriptOf(string name) =>
        "set -e\n" + Regex.Replace(BlockOf(name), "^\\$ ", "", RegexOptions.Multiline);

    private static Match Find(string name, string next)
    {
        var match = Regex.Match(
            Text, $"<!-- test: {Regex.Escape(name)} -->\n```\\w+\n(?<block>.*?)```\n{next}", RegexOptions.Singleline);
        return match.Success ? match : throw new InvalidOperationException($"The README has no block '{name}'.");
    }
}
