using System.Collections.Immutable;

namespace Activations.Grpc.CommandLine;

/// <summary>
/// The words of a command line, apart: keys of the configuration, which may stand anywhere, and the words of the command.
/// </summary>
/// <param name="Configuration">Keys such as <c>--Activations:Http:Port=80</c>, each with its value.</param>
/// <param name="Command">The rest.</param>
internal sealed record Words(ImmutableArray<string> Configuration, ImmutableArray<string> Command)
{
    /// <summary>Takes a command line apart. A key has a colon in its name; its value is behind <c>=</c>, or the next word.</summary>
    public static Words Of(IReadOnlyList<string> args)
    {
        var (configuration, command) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        for (var index = 0; index < args.Count; index++)
        {
            if (!IsKey(args[index]))
            {
                command.Add(args[index]);
                continue;
            }

            configuration.Add(args[index]);
            if (!args[index].Contains('=', StringComparison.Ordinal) && index + 1 < args.Count)
                configuration.Add(args[++index]);
        }

        return new Words(configuration.ToImmutable(), command.ToImmutable());
    }

    private static bool IsKey(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) && word.Split('=')[0].Contains(':', StringComparison.Ordinal);
}
