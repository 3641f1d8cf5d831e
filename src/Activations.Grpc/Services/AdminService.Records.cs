using Activations.Errors;
using Activations.Grpc.Transfer;
using Activations.V1;
using Grpc.Core;

namespace Activations.Grpc.Services;

/// <summary>The calls that move whole records out of the store and into it.</summary>
internal sealed partial class AdminService
{
    private const int MaxImportLines = 10_000;

    /// <inheritdoc />
    public override async Task<ExportRecordsResponse> ExportRecords(ExportRecordsRequest request, ServerCallContext context)
    {
        var step = await export.ReadNextAsync(request.After, context.CancellationToken);
        var reply = new ExportRecordsResponse { Lines = { step.Lines }, Seen = step.Seen, Remaining = step.Remaining };
        if (step.Next is { } next)
            reply.Next = next;
        return reply;
    }

    /// <inheritdoc />
    public override async Task<ImportRecordsResponse> ImportRecords(ImportRecordsRequest request, ServerCallContext context)
    {
        if (request.Lines.Count > MaxImportLines)
            throw InvalidRequestException.Of("lines", $"must have at most {MaxImportLines:N0} items");

        var lines = await import.ImportAsync(request.Lines, request.IgnoreSchemas, context.CancellationToken);
        return new ImportRecordsResponse
        {
            Outcomes = { lines.Select(line => ToProto(line.Outcome)) },
            Faults =
            {
                lines.SelectMany(line => line.Faults.Select(fault => new ImportFault
                {
                    Line = line.Index,
                    Field = fault.Field,
                    Message = fault.Message,
                })),
            },
        };
    }

    private static ImportOutcome ToProto(LineOutcome outcome) => outcome switch
    {
        LineOutcome.Stored => ImportOutcome.Stored,
        LineOutcome.Unchanged => ImportOutcome.Unchanged,
        LineOutcome.PassedOver => ImportOutcome.PassedOver,
        _ => ImportOutcome.Refused,
    };
}
