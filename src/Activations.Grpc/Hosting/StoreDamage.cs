namespace Activations.Grpc.Hosting;

/// <summary>Says, once, that the database file is damaged.</summary>
internal sealed partial class StoreDamage(ILogger<StoreDamage> logger)
{
    /// <summary>Says so.</summary>
    /// <param name="problem">What SQLite found.</param>
    public void Report(string problem) => LogDamage(problem);

    [LoggerMessage(
        9,
        LogLevel.Critical,
        "The database is damaged: {Problem} What is not damaged can be read, but nothing is written any more. "
        + "Stop the service and restore a backup: 'restore --replace <file>'")]
    private partial void LogDamage(string problem);
}
