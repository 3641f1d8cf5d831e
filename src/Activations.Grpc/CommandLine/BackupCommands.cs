using System.Collections.Immutable;
using System.CommandLine;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;
using Activations.Stores.Sqlite.Backups;

namespace Activations.Grpc.CommandLine;

/// <summary>The commands that back the embedded store up and restore it.</summary>
internal static class BackupCommands
{
    /// <summary><c>backup</c>.</summary>
    public static Command Backup(ImmutableArray<string> configuration)
    {
        var file = new Argument<string>("file") { Description = "The file to write. It must not exist; its folder must." };
        var command = new Command(
            "backup",
            """
            Backs the embedded store up into one file, while a service uses it or not; a running service goes on reading and
            writing meanwhile. The backup is the state at the moment when the command began: each write that was acknowledged
            before is in it. It is checked, and appears under its name when it is complete and on the disk.

            Secrets are encrypted in the backup as they are in the store. The keys (Activations:Secrets:Keys) are not in it:
            keep them elsewhere, or the secrets can't be read after a restore. Only the user that runs the command can read
            the file. For the store 'mongodb' use mongodump.

            Example:
              Activations.Grpc backup /var/backups/activations-$(date +%F).db
            """)
        {
            file,
        };
        return command.Working(file, configuration, "Backed up to", (words, database, cancellationToken) =>
            SqliteBackup.Write(database, words.GetRequiredValue(file), cancellationToken));
    }

    /// <summary><c>restore</c>.</summary>
    public static Command Restore(ImmutableArray<string> configuration)
    {
        var file = new Argument<string>("file") { Description = "The backup. It stays as it is." };
        var replace = new Option<bool>("--replace")
        {
            Description = "Replace the database that is there, which may be damaged. What is in it is lost.",
        };
        var command = new Command(
            "restore",
            """
            Makes a backup the database of the embedded store (Activations:Store:Sqlite:Path). The service must be stopped. The
            backup is checked first; if it can't be used, the database stays as it was. If the command is interrupted, either
            it stays, or the restore is finished when the service starts next; never anything in between. A backup of an older
            release is brought up to date then.

            The service needs the keys (Activations:Secrets:Keys) that it had when the backup was made: they are not in it.
            For the store 'mongodb' use mongorestore.

            Examples:
              Activations.Grpc restore /var/backups/activations-2030-01-31.db
              Activations.Grpc restore --replace /var/backups/activations-2030-01-31.db
            """)
        {
            file, replace,
        };
        return command.Working(file, configuration, "Restored", (words, database, cancellationToken) =>
            SqliteRestore.Restore(words.GetRequiredValue(file), database, words.GetValue(replace), cancellationToken));
    }

    private static Command Working(
        this Command command,
        Argument<string> file,
        ImmutableArray<string> configuration,
        string done,
        Func<ParseResult, string, CancellationToken, BackupSummary> work)
    {
        command.Naming(file).SetAction(async (words, cancellationToken) =>
        {
            var (output, error) = (words.InvocationConfiguration.Output, words.InvocationConfiguration.Error);
            var store = ActivationsHost.ReadOptions([.. configuration]).Store;
            if (store.Provider != StoreOptions.SqliteProvider)
            {
                await error.WriteLineAsync(
                    $"'{command.Name}' is for the embedded store. For the store 'mongodb' use mongodump and mongorestore.");
                return Commands.Refused;
            }

            try
            {
                // On a thread of the pool, so that Ctrl+C is heard meanwhile.
                var summary = await Task.Run(() => work(words, store.Sqlite.Path, cancellationToken), cancellationToken);
                await output.WriteLineAsync($"{done} '{summary.Path}': {Describe(summary)}.");
                return 0;
            }
            catch (OperationCanceledException)
            {
                await error.WriteLineAsync("Interrupted.");
                return Commands.Interrupted;
            }
        });
        return command;
    }

    private static string Describe(BackupSummary summary) =>
        $"{summary.Bytes:N0} bytes; hubs: {summary.Contents.Hubs:N0}, integrations: {summary.Contents.Integrations:N0}, "
        + $"end users: {summary.Contents.EndUsers:N0}, activations: {summary.Contents.Activations:N0}; "
        + $"schema version {summary.Contents.SchemaVersion}";
}
