using Activations.V1;

namespace Activations.Grpc.CommandLine.Import;

/// <summary>One import: sends batches, several at once, and collects what is said about their lines in the file's order.</summary>
/// <param name="call">The command.</param>
internal sealed class ImportRun(CommandCall call)
{
    private const int MaxInFlight = 6;

    private readonly Queue<(ImportBatch Batch, Task<ImportRecordsResponse> Reply)> inFlight = [];
    private readonly SortedDictionary<string, (long Stored, long Unchanged)> counts = new(StringComparer.Ordinal);
    private readonly Progress progress = new(call.Error, "lines");
    private long done;

    /// <summary>Where to collect what is wrong.</summary>
    public required ImportErrors Errors { get; init; }

    /// <summary>Whether dynamic variables need not be valid.</summary>
    public required bool IgnoreSchemas { get; init; }

    /// <summary>The bytes of the file, if they are known.</summary>
    public required long? Length { get; init; }

    /// <summary>How many lines were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Imports all lines.</summary>
    public async Task RunAsync(Stream input, CancellationToken cancellationToken)
    {
        var batch = new ImportBatch();
        await foreach (var line in ImportFile.ReadAsync(input, cancellationToken))
        {
            if (!batch.Takes(line))
            {
                await SendAsync(batch, cancellationToken);
                batch = new ImportBatch();
            }

            batch.Add(line);
        }

        await SendAsync(batch, cancellationToken);
        while (inFlight.Count > 0)
            await TakeReplyAsync();
        await progress.EndAsync();
    }

    /// <summary>Says what came of it.</summary>
    public async Task SumUpAsync()
    {
        foreach (var (kind, (stored, unchanged)) in counts)
            await call.Output.WriteLineAsync($"{kind}: {stored:N0} stored, {unchanged:N0} unchanged");
        await call.Output.WriteLineAsync($"Read {done:N0} lines, {progress.RateOf(done):N0}/s.");
        if (Refused > 0)
            await call.Error.WriteLineAsync($"{Refused:N0} lines were refused: '{Errors.Name}' says which and why.");
    }

    private async Task SendAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Lines.Count == 0)
            return;
        while (inFlight.Count == MaxInFlight || inFlight.Any(sent => !batch.IsIndependentOf(sent.Batch)))
            await TakeReplyAsync();
        var request = new ImportRecordsRequest
        {
            Lines = { batch.Readable.Select(line => line.Text) },
            IgnoreSchemas = IgnoreSchemas,
        };
        var reply = request.Lines.Count > 0
            ? call.Admin.ImportRecordsAsync(request, cancellationToken: cancellationToken).ResponseAsync
            : Task.FromResult(new ImportRecordsResponse());
        inFlight.Enqueue((batch, reply));
    }

    private async Task TakeReplyAsync()
    {
        var (batch, sent) = inFlight.Dequeue();
        var reply = await sent;
        var faults = reply.Faults.ToLookup(fault => fault.Line);
        var sentLines = 0;
        foreach (var line in batch.Lines)
        {
            if (line.Problem is { } problem)
            {
                Refused++;
                await Errors.AddAsync(line, new ImportFault { Message = problem });
                continue;
            }

            Count(line, reply.Outcomes[sentLines]);
            foreach (var fault in faults[sentLines])
                await Errors.AddAsync(line, fault);
            sentLines++;
        }

        done += batch.Lines.Count;
        await progress.ReportAsync(done, Length is > 0 ? (double)batch.Lines[^1].End / Length : null);
    }

    private void Count(FileLine line, ImportOutcome outcome)
    {
        var (stored, unchanged) = counts.GetValueOrDefault(line.Kind);
        if (outcome == ImportOutcome.Stored)
            counts[line.Kind] = (stored + 1, unchanged);
        else if (outcome == ImportOutcome.Unchanged)
            counts[line.Kind] = (stored, unchanged + 1);
        else if (outcome == ImportOutcome.Refused)
            Refused++;
    }
}
