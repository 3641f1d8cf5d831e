using System.Collections.Frozen;
using Activations.V1;
using Google.Rpc;
using DomainReason = Activations.Errors.ErrorReason;

namespace Activations.Grpc.Errors;

/// <summary>
/// What <c>errors.proto</c> says of each reason: its name and its statuses. The file is the table; nothing here repeats it.
/// </summary>
internal static class ErrorReasons
{
    private static readonly FrozenDictionary<ErrorReason, Row> Rows = ErrorsReflection.Descriptor.EnumTypes
        .Single(e => e.ClrType == typeof(ErrorReason)).Values
        .Where(v => v.Number != 0)
        .ToFrozenDictionary(
            v => (ErrorReason)v.Number,
            v => new Row(
                v.Name["ERROR_REASON_".Length..],
                v.GetOptions().GetExtension(ErrorsExtensions.CanonicalCode),
                v.GetOptions().GetExtension(ErrorsExtensions.HttpStatus)));

    private static readonly FrozenDictionary<string, ErrorReason> ByName =
        Rows.ToFrozenDictionary(r => r.Value.Name, r => r.Key);

    /// <summary>The name that callers see, such as <c>USER_NOT_FOUND</c>.</summary>
    public static string NameOf(ErrorReason reason) => Rows[reason].Name;

    /// <summary>The gRPC status.</summary>
    public static Code CodeOf(ErrorReason reason) => Rows[reason].Code;

    /// <summary>The HTTP status: its own, or that of the canonical mapping (google/rpc/code.proto).</summary>
    public static int HttpStatusOf(ErrorReason reason) =>
        Rows[reason] is { HttpStatus: > 0 and var own } ? own : HttpStatusOf(Rows[reason].Code);

    /// <summary>The reason of the same name.</summary>
    public static ErrorReason Of(DomainReason reason) => Enum.Parse<ErrorReason>(reason.ToString());

    /// <summary>The reason with this name.</summary>
    public static ErrorReason Of(string name) => ByName[name];

    private static int HttpStatusOf(Code code) => code switch
    {
        Code.InvalidArgument or Code.FailedPrecondition or Code.OutOfRange => StatusCodes.Status400BadRequest,
        Code.Unauthenticated => StatusCodes.Status401Unauthorized,
        Code.PermissionDenied => StatusCodes.Status403Forbidden,
        Code.NotFound => StatusCodes.Status404NotFound,
        Code.AlreadyExists or Code.Aborted => StatusCodes.Status409Conflict,
        Code.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        Code.Cancelled => StatusCodes.Status499ClientClosedRequest,
        Code.Unimplemented => StatusCodes.Status501NotImplemented,
        Code.Unavailable => StatusCodes.Status503ServiceUnavailable,
        Code.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    private sealed record Row(string Name, Code Code, int HttpStatus);
}
