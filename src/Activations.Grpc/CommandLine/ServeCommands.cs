using System.Collections.Immutable;
using System.CommandLine;
using Activations.Grpc.Demo;

namespace Activations.Grpc.CommandLine;

/// <summary>The commands that serve.</summary>
internal static class ServeCommands
{
    /// <summary>The commands: <c>serve</c>, which is meant where none is given, and <c>demo</c>.</summary>
    /// <param name="words">The command line; <c>--demo</c> may stand anywhere in it.</param>
    /// <param name="serveAsync">Serves with a command line of its own, until it is stopped.</param>
    public static ImmutableArray<Command> Create(Words words, Func<string[], Task<int>> serveAsync)
    {
        var serve = new Command(
            "serve",
            """
            Serves, until Ctrl+C or SIGTERM; then calls that have begun are answered first. The same as no command. The exit
            code is 0 after it was stopped, and 1 if it can't start or go on: 'check' says why beforehand.

            Example:
              Activations.Grpc serve --Activations:Store:Sqlite:Path=/var/lib/activations.db
            """)
        {
            DemoOption(),
        };
        serve.SetAction((_, _) => serveAsync(ArgsOf(words, isDemo: words.Command.Contains(DemoRun.Switch))));

        var demo = new Command(
            "demo",
            """
            Serves as 'serve --demo' does: an empty store is filled with a hub, users and integrations, one is activated, and
            the calls to try next are printed. Nobody has to authenticate, unless Activations:Auth:Mode says so.
            """)
        {
            DemoOption(),
        };
        demo.SetAction((_, _) => serveAsync(ArgsOf(words, isDemo: true)));
        return [serve, demo];
    }

    /// <summary><c>--demo</c>.</summary>
    public static Option<bool> DemoOption() => new(DemoRun.Switch)
    {
        Description = "Serve, with the demo catalogue and a first activation.",
    };

    private static string[] ArgsOf(Words words, bool isDemo) =>
        isDemo ? [.. words.Configuration, DemoRun.Switch] : [.. words.Configuration];
}
