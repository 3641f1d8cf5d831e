using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Activations.Grpc.CommandLine.Checks;
using Activations.Grpc.CommandLine.Import;
using Activations.Grpc.Demo;
using Grpc.Core;

namespace Activations.Grpc.CommandLine;

/// <summary>
/// The commands of the executable. Without one it serves; each other one makes calls as the operator. What a script wants to
/// have goes to standard output, all else to standard error.
/// </summary>
internal static class Commands
{
    /// <summary>The exit code of a command that can't do what it should.</summary>
    public const int Refused = 1;

    /// <summary>The exit code after Ctrl+C: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    private const int Misused = 2;

    private static readonly TimeSpan PatienceWithCommands = TimeSpan.FromSeconds(5);

    /// <summary>Does what a command line asks for.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="serveAsync">Serves with a command line of its own, until it is stopped.</param>
    /// <returns>The exit code: 0, or 1 for what is refused, 2 for what is not understood, 130 after Ctrl+C.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], Task<int>> serveAsync)
    {
        var words = Words.Of(args);
        var serve = ServeCommands.Create(words, serveAsync);
        var root = Root(words.Configuration, serve);
        var parsed = root.Parse(words.Command);
        var isServing = parsed.CommandResult.Command == root || serve.Contains(parsed.CommandResult.Command);
        var errors = parsed.Errors.Select(error => error.Message).ToList();
        if (!isServing && words.Command.Contains(DemoRun.Switch))
            errors.Add($"{DemoRun.Switch} is for serving, not for a command.");
        if (errors.Count > 0)
        {
            foreach (var error in errors)
                await Console.Error.WriteLineAsync(error);
            await Console.Error.WriteLineAsync("--help says more.");
            return Misused;
        }

        foreach (var listed in parsed.CommandResult.Command.Subcommands)
            listed.Description = FirstSentence(listed.Description ?? ""); // the rest is in the help of each
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = isServing ? null : PatienceWithCommands, // the service takes care of signals itself
        });
    }

    /// <summary>Takes no empty name for a file.</summary>
    public static Command Naming(this Command command, Argument<string> file)
    {
        file.Validators.Add(RefuseEmpty);
        return command;
    }

    /// <summary>Takes no empty name for a file.</summary>
    public static Command Naming(this Command command, Option<string> file)
    {
        file.Validators.Add(RefuseEmpty);
        return command;
    }

    /// <summary>Lets a command call the service.</summary>
    /// <param name="command">The command.</param>
    /// <param name="configuration">The keys of the configuration that stand on the command line.</param>
    /// <param name="callAsync">Makes the calls.</param>
    /// <param name="isReading">Whether it only reads, so that it makes no store.</param>
    public static Command Calling(
        this Command command,
        ImmutableArray<string> configuration,
        Func<CommandCall, CancellationToken, Task> callAsync,
        bool isReading = false) => command.Calling(
            configuration,
            async (call, cancellationToken) =>
            {
                await callAsync(call, cancellationToken);
                return 0;
            },
            isReading);

    /// <summary>Lets a command call the service, and answer an exit code of its own.</summary>
    /// <param name="command">The command.</param>
    /// <param name="configuration">The keys of the configuration that stand on the command line.</param>
    /// <param name="callAsync">Makes the calls.</param>
    /// <param name="isReading">Whether it only reads, so that it makes no store.</param>
    public static Command Calling(
        this Command command,
        ImmutableArray<string> configuration,
        Func<CommandCall, CancellationToken, Task<int>> callAsync,
        bool isReading = false)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            try
            {
                await using var connection = await OperatorConnection.OpenAsync(configuration, isReading, cancellationToken);
                return await callAsync(
                    new CommandCall(parsed, connection.Admin, parsed.InvocationConfiguration.Output, error), cancellationToken);
            }
            catch (Exception exception) when (
                cancellationToken.IsCancellationRequested && exception is RpcException or OperationCanceledException)
            {
                await error.WriteLineAsync("Interrupted.");
                return Interrupted;
            }
            catch (RpcException exception)
            {
                await Refusals.WriteAsync(exception, error);
                return Refused;
            }
        });
        return command;
    }

    private static void RefuseEmpty(SymbolResult words)
    {
        if (words.Tokens.Any(token => token.Value.Length == 0))
            words.AddError("Name a file.");
    }

    private static string FirstSentence(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        var end = line.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? line : line[..(end + 1)];
    }

    private static RootCommand Root(ImmutableArray<string> configuration, ImmutableArray<Command> serve)
    {
        var root = new RootCommand(
            """
            The Activations service. Without a command it serves, until Ctrl+C or SIGTERM.

            Keys of the configuration may stand anywhere, before and behind a command:
              --Activations:Http:Port=80 --Activations:Store:Sqlite:Path=/var/lib/activations.db

            Commands use the same configuration. While a service runs on the store they call it through its socket, which
            only its owner can open; otherwise they open the store themselves. 'backup' and 'check' only read, beside a
            running service; 'migrate' and 'restore' open the store themselves.

            Exit codes: 0 done, 1 refused (what and why is said on standard error), 2 not understood, 130 interrupted.
            """)
        {
            ServeCommands.DemoOption(),
            serve[0],
            serve[1],
            KeyCommands.Create(configuration),
            SigningKeyCommands.Create(configuration),
            SecretsCommands.Create(configuration),
            ExportCommand.Create(configuration),
            ImportCommand.Create(configuration),
            MigrateCommand.Create(configuration),
            CheckCommand.Create(configuration),
            ReadyCommand.Create(configuration),
            BackupCommands.Backup(configuration),
            BackupCommands.Restore(configuration),
        };
        root.Action = serve[0].Action;
        return root;
    }
}

/// <summary>What a command has at hand when it calls the service.</summary>
/// <param name="Words">Its options and arguments.</param>
/// <param name="Admin">The calls.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandCall(
    ParseResult Words, V1.AdminService.AdminServiceClient Admin, TextWriter Output, TextWriter Error);
