using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Activations.Errors;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Errors;

/// <summary>
/// A call that failed, as callers see it on both transports. This is the single place where an error of the domain
/// becomes a status.
/// </summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">What to tell the caller.</param>
internal sealed record Failure(ErrorReason Reason, string Message)
{
    /// <summary>The domain of <see cref="ErrorInfo"/>.</summary>
    public const string Domain = "activations";

    private const int MaxViolations = 100;
    private const int MaxViolationBytes = 4096;

    /// <summary>What is wrong with the request, field by field, cut to what is sent.</summary>
    public ImmutableArray<Violation> Violations { get; init; } = [];

    /// <summary>Facts that a program can act on.</summary>
    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How long to wait before a retry, where a retry helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What became of an error of the domain.</summary>
    public static Failure Of(ActivationsException exception)
    {
        var violations = exception is InvalidRequestException invalid ? Cut(invalid.Violations) : [];
        return new Failure(ErrorReasons.Of(exception.Reason), Describe(exception.Message, violations))
        {
            Violations = violations,
            Metadata = exception.Metadata,
            RetryAfter = exception.RetryAfter,
        };
    }

    /// <summary>A request with a single violation.</summary>
    public static Failure OfField(string field, string message) => Of(InvalidRequestException.Of(field, message));

    /// <summary>The status that gRPC callers get.</summary>
    /// <param name="traceId">The id of the call's trace.</param>
    public Google.Rpc.Status ToStatus(string traceId)
    {
        var info = new ErrorInfo { Reason = ErrorReasons.NameOf(Reason), Domain = Domain };
        info.Metadata.Add(Metadata);
        var status = new Google.Rpc.Status { Code = (int)ErrorReasons.CodeOf(Reason), Message = Message };
        status.Details.Add(Any.Pack(info));
        if (!Violations.IsEmpty)
        {
            var badRequest = new BadRequest();
            badRequest.FieldViolations.AddRange(Violations.Select(
                v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Message }));
            status.Details.Add(Any.Pack(badRequest));
        }

        if (RetryAfter is { } delay)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = delay.ToDuration() }));
        status.Details.Add(Any.Pack(new RequestInfo { RequestId = traceId }));
        return status;
    }

    /// <summary>At most 100 violations and 4 KiB of them; the last one then says how many more there are.</summary>
    private static ImmutableArray<Violation> Cut(ImmutableArray<Violation> violations)
    {
        var bytes = 0;
        var kept = violations.Take(MaxViolations).TakeWhile(v => (bytes += Size(v)) <= MaxViolationBytes).ToList();
        var more = violations.Length - kept.Count;
        if (more > 0)
            kept.Add(new Violation("", $"and {more.ToString(CultureInfo.InvariantCulture)} more"));
        return [.. kept];
    }

    private static int Size(Violation violation) =>
        Encoding.UTF8.GetByteCount(violation.Field) + Encoding.UTF8.GetByteCount(violation.Message);

    private static string Describe(string message, ImmutableArray<Violation> violations) => violations switch
    {
        [] => message,
        [var only] => $"{message} {Describe(only)}.",
        [var first, ..] => $"{message} {Describe(first)}; and more, see the field violations.",
    };

    private static string Describe(Violation violation) =>
        violation.Field.Length == 0 ? violation.Message : $"{violation.Field}: {violation.Message}";
}
