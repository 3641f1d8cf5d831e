using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Service;

/// <summary>Keeps what a service logs, so that a test fails on an error that it did not ask for.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> entries = new();

    /// <summary>Everything so far.</summary>
    public IReadOnlyCollection<LogEntry> Entries => entries;

    /// <summary>The errors since the last call.</summary>
    public IReadOnlyList<LogEntry> TakeErrors()
    {
        var errors = entries.Where(e => e.Level >= LogLevel.Error && !e.IsTaken).ToList();
        errors.ForEach(e => e.IsTaken = true);
        return errors;
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.entries.Enqueue(new LogEntry(logLevel, category, $"{formatter(state, exception)} {exception}".TrimEnd()));
    }
}

/// <summary>A line of the log.</summary>
internal sealed record LogEntry(LogLevel Level, string Category, string Text)
{
    /// <summary>Whether a test has seen it.</summary>
    public bool IsTaken { get; set; }
}
