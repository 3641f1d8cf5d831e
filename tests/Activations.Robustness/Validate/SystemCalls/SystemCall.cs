using System.Globalization;
using System.Text.RegularExpressions;

namespace Activations.Robustness.Validate.SystemCalls;

/// <summary>A moment in a trace: a call begins or ends. The order of a trace is the order in which that happened.</summary>
/// <param name="Name">The name of the call.</param>
/// <param name="Target">The file or socket it is on.</param>
/// <param name="Bytes">What it writes or sends, where it begins.</param>
/// <param name="IsBeginning">Whether it begins; otherwise it ends.</param>
/// <param name="Number">The number of the call, the same at its beginning and its end.</param>
/// <param name="HasSucceeded">Whether it ended well.</param>
internal sealed partial record SystemCall(string Name, string Target, byte[] Bytes, bool IsBeginning, int Number, bool HasSucceeded)
{
    /// <summary>Reads what <c>strace -f -yy -xx</c> wrote: a call a line, or two lines where another thread's came between.</summary>
    public static IEnumerable<SystemCall> Read(IEnumerable<string> lines)
    {
        var unfinished = new Dictionary<string, SystemCall>();
        var number = 0;
        foreach (var line in lines)
        {
            if (ResumedLine.Match(line) is { Success: true } resumed)
            {
                if (unfinished.Remove(resumed.Groups["thread"].Value, out var begun))
                    yield return begun.Ended(resumed.Groups["result"].Value);
                continue;
            }

            if (BeginningLine.Match(line) is not { Success: true } match)
                continue; // a signal, or the end of a thread
            var target = match.Groups["target"].Value;
            var call = new SystemCall(match.Groups["name"].Value, Unescape(target), BytesIn(line), IsBeginning: true, number++, HasSucceeded: false);
            yield return call;
            if (line.EndsWith("<unfinished ...>", StringComparison.Ordinal))
                unfinished[match.Groups["thread"].Value] = call;
            else
                yield return call.Ended(ResultAtEnd.Match(line).Groups["result"].Value);
        }
    }

    private SystemCall Ended(string result) => this with
    {
        IsBeginning = false,
        HasSucceeded = long.TryParse(result, CultureInfo.InvariantCulture, out var value) && value >= 0,
    };

    /// <summary>All strings of a call, one behind the other: <c>sendmsg</c> has several.</summary>
    private static byte[] BytesIn(string line) =>
        [.. Strings.Matches(line).SelectMany(text => Convert.FromHexString(text.Groups[1].Value.Replace("\\x", "", StringComparison.Ordinal)))];

    /// <summary>With <c>-xx</c> names of files are in hexadecimal too, in some releases.</summary>
    private static string Unescape(string target) => target.StartsWith("\\x", StringComparison.Ordinal)
        ? System.Text.Encoding.UTF8.GetString(Convert.FromHexString(target.Replace("\\x", "", StringComparison.Ordinal)))
        : target;

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\(\d+<(?<target>(?:[^<>]|->)*)>")]
    private static partial Regex BeginningLine { get; }

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. \w+ resumed>.*\) += (?<result>-?\w+|\?)[^=]*$")]
    private static partial Regex ResumedLine { get; }

    [GeneratedRegex(@"\) += (?<result>-?\w+|\?)[^=]*$")]
    private static partial Regex ResultAtEnd { get; }

    [GeneratedRegex("\"((?:\\\\x[0-9a-f]{2})+)\"")]
    private static partial Regex Strings { get; }
}
