using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Activations.V1;

namespace Activations.Grpc.CommandLine;

/// <summary>The command that writes all records to a file.</summary>
internal static class ExportCommand
{
    private const string StandardOutput = "-";
    private const string Unfinished = ".part";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary><c>export</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration)
    {
        var file = new Argument<string>("file") { Description = "The file to write, which must not exist; - for standard output." };
        return new Command(
            "export",
            """
            Writes all hubs, integrations, end users, connections and activations as lines of JSON, tombstones too, for
            'import' into this or another store. The service goes on meanwhile.

            What is there from the beginning to the end is written once; what comes or goes meanwhile may be missing or not.
            Each end user is written as it was at one moment. The file appears under its name when it is complete, and only
            the user that runs the command can read it.

            Secrets are written as they are stored, encrypted: whoever imports them needs the same keys
            (Activations:Secrets:Keys), and each has to stay with its record's ids. API keys, signing keys and the request
            ids of the last 24 hours are not written.

            Examples:
              Activations.Grpc export activations.ndjson
              Activations.Grpc export - | gzip > activations.ndjson.gz
            """)
        {
            file,
        }.Naming(file).Calling(configuration, async (call, cancellationToken) =>
        {
            var name = call.Words.GetRequiredValue(file);
            if (name == StandardOutput)
            {
                await using var output = Console.OpenStandardOutput();
                await WriteAsync(call, output, cancellationToken);
                return 0;
            }

            if (Path.Exists(name))
            {
                await call.Error.WriteLineAsync($"The file '{name}' exists already.");
                return Commands.Refused;
            }

            var unfinished = name + Unfinished;
            try
            {
                long count;
                await using (var output = new FileStream(unfinished, OwnersFile.Options(FileMode.Create)))
                {
                    count = await WriteAsync(call, output, cancellationToken);
                    output.Flush(flushToDisk: true);
                }

                File.Move(unfinished, name);
                await call.Output.WriteLineAsync($"Exported {count:N0} lines to '{name}'.");
            }
            finally
            {
                File.Delete(unfinished);
            }

            return 0;
        }, isReading: true);
    }

    private static async Task<long> WriteAsync(CommandCall call, Stream output, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(output, Utf8, leaveOpen: true) { NewLine = "\n" };
        var progress = new Progress(call.Error, "records");
        var (count, seen, after) = (0L, 0L, "");
        ExportRecordsResponse reply;
        do
        {
            reply = await call.Admin.ExportRecordsAsync(
                new ExportRecordsRequest { After = after }, cancellationToken: cancellationToken);
            foreach (var line in reply.Lines)
                await writer.WriteLineAsync(line.AsMemory(), cancellationToken);
            (count, seen, after) = (count + reply.Lines.Count, seen + reply.Seen, reply.Next);
            await progress.ReportAsync(count, (double)seen / Math.Max(1, seen + reply.Remaining));
        }
        while (reply.HasNext);
        await progress.EndAsync();
        return count;
    }
}
