using Activations.Grpc.Telemetry;
using Activations.Grpc.Tests.Service;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Activations.Grpc.Tests.Telemetry;

/// <summary>How the log is written to the console.</summary>
public sealed class LogLinesTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    [Theory]
    [InlineData("a\r\nb\nc\u0085d", "a b c d")]
    [InlineData("\u001b[2K\b\0\a\t\u007f\u009b", @"\u001b[2K\u0008\u0000\u0007\u0009\u007f\u009b")]
    [InlineData("Grüße, 日本 😀", "Grüße, 日本 😀")]
    public void What_controls_a_terminal_is_escaped(string text, string written) =>
        Assert.Equal(written, Logged(text, null));

    [Fact]
    public void So_is_it_in_an_exception() =>
        Assert.Equal(
            @"failed System.InvalidOperationException: \u001b[31m",
            Logged("failed", new InvalidOperationException("\u001b[31m")));

    /// <summary>What stands behind the time, the level and the category.</summary>
    private string Logged(string text, Exception? exception)
    {
        using var writer = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Information, "Some.Category", new EventId(7), text, exception, (state, _) => state);
        Service.Part<IEnumerable<ConsoleFormatter>>().OfType<LogLines>().Single().Write(entry, null, writer);
        Assert.EndsWith(Environment.NewLine, writer.ToString(), StringComparison.Ordinal);
        return writer.ToString()[..^Environment.NewLine.Length].Split("info: Some.Category[7] ")[1];
    }
}
