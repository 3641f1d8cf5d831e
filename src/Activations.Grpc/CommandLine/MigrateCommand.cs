using System.Collections.Immutable;
using System.CommandLine;
using Activations.Errors;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;
using Activations.Stores;
using Activations.Stores.Mongo;
using Activations.Stores.Mongo.Schema;
using Activations.Stores.Sqlite;

namespace Activations.Grpc.CommandLine;

/// <summary>The command that brings the store up to date.</summary>
internal static class MigrateCommand
{
    /// <summary><c>migrate</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration)
    {
        var command = new Command(
            "migrate",
            """
            Brings the store to the schema version of this release, and ends. Run it before the services of a new release
            start; ended at any time and run again, it goes on. A store that is up to date stays as it is.

            mongodb: makes indexes and fills in what documents of earlier releases lack, in small batches. Services of the
            release before go on meanwhile, and after. A service refuses to start on a database that is not migrated, and
            one that is empty it sets up by itself.

            sqlite: the service does the same when it starts, so that this is only needed to do it at another time. Where
            there is something to do, no service may run on the database.

            Example:
              Activations.Grpc migrate --Activations:Store:Provider=mongodb --Activations:Store:MongoDb:ConnectionString=$MONGODB
            """);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var store = ActivationsHost.ReadOptions([.. configuration]).Store;
            try
            {
                var (before, after) = store.Provider == StoreOptions.SqliteProvider
                    ? await MigrateSqliteAsync(store.Sqlite, cancellationToken)
                    : await MigrateMongoDbAsync(store.MongoDb, error, cancellationToken);
                await output.WriteLineAsync(
                    before == after ? $"The schema version is {after}, as it was." : $"The schema version is {after}; it was {before}.");
                return 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await error.WriteLineAsync("Interrupted. Run it again to go on.");
                return Commands.Interrupted;
            }
            catch (StoreUnavailableException exception)
            {
                await error.WriteLineAsync($"{exception.ForOperator} Run it again to go on.");
                return Commands.Refused;
            }
            catch (ActivationsException exception)
            {
                await error.WriteLineAsync($"{exception.Message} Run it again to go on.");
                return Commands.Refused;
            }
        });
        return command;
    }

    private static async Task<(long Before, long After)> MigrateSqliteAsync(SqliteOptions options, CancellationToken cancellationToken)
    {
        var found = SqliteInspection.Of(options.Path);
        if (found.Problem is { } problem)
            throw new StoreUnusableException($"The database '{options.Path}' can't be used: {problem}.");
        if (found.Version != SqliteInspection.Needed)
        {
            await using var store = new SqliteStore(new SqliteStoreOptions { Path = options.Path });
            await store.PrepareAsync(cancellationToken);
        }

        return (found.Version ?? 0, SqliteInspection.Needed);
    }

    private static async Task<(long Before, long After)> MigrateMongoDbAsync(
        MongoDbOptions options, TextWriter error, CancellationToken cancellationToken)
    {
        await using var store = new MongoStore(
            new MongoStoreOptions { ConnectionString = options.ConnectionString!, Database = options.Database }, TimeProvider.System);
        var done = 0L;
        var progress = new Progress(error, "documents");
        var before = await store.MigrateAsync(
            batch => progress.ReportAsync(done += batch.Documents, done: null), cancellationToken);
        await progress.EndAsync();
        if (done > 0)
            await error.WriteLineAsync($"Brought {done:N0} documents up to date.");
        return (before, Math.Max(before, MongoInspection.Needed));
    }
}
