using Activations.Grpc.Configuration;
using Activations.Secrets;
using Activations.Stores;
using Activations.Stores.Mongo;
using Activations.Stores.Mongo.Schema;
using Activations.Stores.Sqlite;

namespace Activations.Grpc.CommandLine.Checks;

/// <summary>Looks at the store, and at the secrets in it.</summary>
/// <param name="options">The configuration.</param>
/// <param name="report">Where to say what is found.</param>
internal sealed class StoreCheck(ActivationsOptions options, CheckReport report)
{
    private const string Migrate = "run 'migrate'";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MuchSkew = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Runs it.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => options.Store.Provider == StoreOptions.SqliteProvider
        ? CheckSqliteAsync(Path.GetFullPath(options.Store.Sqlite.Path), cancellationToken)
        : CheckMongoDbAsync(cancellationToken);

    private async Task CheckSqliteAsync(string path, CancellationToken cancellationToken)
    {
        var found = SqliteInspection.Of(path);
        CheckClock(TimeProvider.System.GetUtcNow());
        if (found.Problem is { } problem)
        {
            report.Fail("store", $"'{path}' can't be used: {problem}. Mend that, or name another file in Activations:Store:Sqlite:Path");
            return;
        }

        if (found.Version is not { } version)
        {
            report.Ok("store", $"'{path}' is not there yet: the service makes it when it starts");
            CheckKey();
            return;
        }

        report.Ok("store", $"'{path}' can be read");
        if (version < SqliteInspection.Needed)
        {
            report.Warn("schema", $"version {version}, and this release needs {SqliteInspection.Needed}: the service migrates it when it starts, or {Migrate}");
            CheckKey();
            return;
        }

        report.Ok("schema", $"version {version}, which is this release's, with its indexes");
        await using var store = SealedOf(new SqliteStore(new SqliteStoreOptions { Path = path, IsReadOnly = true }));
        await store.PrepareAsync(cancellationToken);
        await CheckSecretsAsync(store, cancellationToken);
    }

    private async Task CheckMongoDbAsync(CancellationToken cancellationToken)
    {
        var store = new MongoStore(
            new MongoStoreOptions
            {
                ConnectionString = options.Store.MongoDb.ConnectionString!,
                Database = options.Store.MongoDb.Database,
            },
            TimeProvider.System);
        await using (store)
        {
            foreach (var setting in store.ConnectionSettings)
                report.Ok("mongodb", setting);
            foreach (var warning in store.Warnings)
                report.Warn("mongodb", $"the connection string: {warning}");
            var before = TimeProvider.System.GetUtcNow();
            var found = await store.InspectAsync(cancellationToken);
            report.Ok("store", $"MongoDB answers, and the database '{options.Store.MongoDb.Database}' can be read");
            CheckClock(before, found.Time);
            if (!CheckSchema(found))
                return;
            if (found.MissingIndexes.IsEmpty)
                report.Ok("indexes", "all are there");
            else
                report.Warn("indexes", $"missing: {string.Join(", ", found.MissingIndexes)}. The service makes them when it starts, or {Migrate}");
            await using var front = SealedOf(store);
            await CheckSecretsAsync(front, cancellationToken);
        }
    }

    private SealedStore SealedOf(IStore store) => new(store, new Sealer(options.Secrets.Keys));

    private bool CheckSchema(MongoInspection found)
    {
        if (found.Oldest > MongoInspection.Needed)
        {
            report.Fail(
                "schema",
                $"version {found.Version}, and this release knows up to {MongoInspection.Needed}: run the newer release, or name another database in Activations:Store:MongoDb:Database");
            return false;
        }

        if (found.IsEmpty && found.Version is null)
        {
            report.Ok("schema", "the database is empty: the service sets it up when it starts");
            CheckKey();
            return false;
        }

        if (found.Version is null || found.Version < MongoInspection.Needed)
            report.Fail("schema", $"version {found.Version ?? 0}, and this release needs {MongoInspection.Needed}: {Migrate}");
        else
            report.Ok("schema", $"version {found.Version}");
        return true;
    }

    /// <summary>The clock by itself, and against the store's: ids and times come from it, and the ends of keys.</summary>
    private void CheckClock(DateTimeOffset before, DateTimeOffset? theirs = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        // Between the question and the answer any time is right.
        var skew = theirs is not { } time ? TimeSpan.Zero : time < before ? before - time : time > now ? time - now : TimeSpan.Zero;
        if (now < Written)
            report.Fail("clock", $"it says {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, which is past: set it (NTP)");
        else if (skew > MuchSkew)
            report.Fail("clock", $"it differs from the database's by {skew.TotalSeconds:N1} s: set both by NTP");
        else if (skew > Skew)
            report.Warn("clock", $"it differs from the database's by {skew.TotalSeconds:N1} s: set both by NTP");
        else if (theirs is not null)
            report.Ok("clock", "it agrees with the database's");
        else
            report.Ok("clock", $"it says {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC; there is no other one to compare it with");
    }

    private void CheckKey()
    {
        if (options.Secrets.Keys.Active is { } key)
            report.Ok("keys", $"secrets are encrypted with '{key.Id}'");
        else
            report.Warn("keys", "there is no key in Activations:Secrets: credentials and client secrets are refused. 'secrets generate-key' makes one");
    }

    private async Task CheckSecretsAsync(SealedStore store, CancellationToken cancellationToken)
    {
        CheckKey();
        var keys = options.Secrets.Keys;
        foreach (var found in await new SecretInspection(store).RunAsync(cancellationToken))
        {
            if (found.KeyId.Length == 0)
                report.Warn("secrets", $"{found.Count:N0} of those looked at are stored in clear: run 'secrets rotate'");
            else if (found.Unreadable > 0 && !keys.Has(found.KeyId))
                report.Fail("secrets", $"{found.Count:N0} of those looked at need the key '{found.KeyId}', which is not in Activations:Secrets: add it");
            else if (found.Unreadable > 0)
                report.Fail("secrets", $"{found.Unreadable:N0} of {found.Count:N0} looked at can't be opened with the key '{found.KeyId}': {found.Problem}. Configure the key that had this id when they were stored");
            else if (found.KeyId != keys.Active?.Id)
                report.Warn("secrets", $"{found.Count:N0} of those looked at still need the key '{found.KeyId}': keep it, or run 'secrets rotate'");
            else
                report.Ok("secrets", $"the {found.Count:N0} looked at can be opened with the key '{found.KeyId}'");
        }
    }
}
