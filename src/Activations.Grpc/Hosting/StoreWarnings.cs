namespace Activations.Grpc.Hosting;

/// <summary>Says what of the connection string should be looked at, when the service starts.</summary>
internal sealed partial class StoreWarnings(ILogger<StoreWarnings> logger)
{
    /// <summary>Says so.</summary>
    /// <param name="warnings">Each in words.</param>
    public void Log(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
            LogWarning(warning);
    }

    [LoggerMessage(14, LogLevel.Warning, "The MongoDB connection string: {Warning}")]
    private partial void LogWarning(string warning);
}
