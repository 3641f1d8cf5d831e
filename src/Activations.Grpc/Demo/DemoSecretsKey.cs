using Activations.Grpc.Configuration;

namespace Activations.Grpc.Demo;

/// <summary>The key that the demo makes for itself where none is configured.</summary>
/// <param name="Path">The file that holds it.</param>
internal sealed record DemoSecretsKey(string Path)
{
    private const string PathWithoutDatabase = "data/activations.key";

    /// <summary>Says that it is there, and where.</summary>
    public void Announce() => Console.WriteLine(
        $"Secrets are encrypted with a key of the demo's own, in {Path}. A start without --demo needs it as Activations:Secrets:KeysFile.");

    /// <summary>Makes the key, or takes the one of an earlier start. It stands beside the database.</summary>
    /// <param name="options">The configuration, which gets the key.</param>
    /// <returns>Where the key is; null where one is configured.</returns>
    /// <exception cref="InvalidConfigurationException">The file can't be used.</exception>
    public static DemoSecretsKey? Provide(ActivationsOptions options)
    {
        if (options.Secrets.Keys.Active is not null)
            return null;

        var path = options.Store.Provider == StoreOptions.SqliteProvider
            ? $"{options.Store.Sqlite.Path}.key"
            : PathWithoutDatabase;
        try
        {
            KeysFile.EnsureExists(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException([$"The demo's key can't be kept in '{path}': {exception.Message}"]);
        }

        var problems = new List<string>();
        options.Secrets = SecretsOptions.ReadFile(path, problems);
        return problems.Count == 0
            ? new DemoSecretsKey(path)
            : throw new InvalidConfigurationException([$"The demo's key '{path}' can't be used.", .. problems]);
    }
}
