using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Grpc.Mapping;

/// <summary>
/// Cursors of lists of activations: opaque, and bound to the call and its filters, so that a cursor from elsewhere is
/// refused instead of answering a page of something else. 8 bytes of a SHA-256 of the list, then the position.
/// </summary>
internal sealed class Cursors
{
    private const int DefaultLimit = 20; // also for 0 (AIP-158)
    private const int ListLength = 8;
    private const int UlidLength = 16;

    private readonly byte[] list;

    /// <summary>The cursors of one list.</summary>
    /// <param name="call">The call.</param>
    /// <param name="filter">Its filters.</param>
    public Cursors(string call, ActivationFilter filter) =>
        list = SHA256.HashData(Encoding.UTF8.GetBytes($"{call} {filter}"))[..ListLength];

    /// <summary>Which page is asked for.</summary>
    public PageRequest<ActivationPosition> Read(int? first, string after, string before, RequestReader reader)
    {
        if (first < 0)
            reader.Violations.Add("first", "must not be negative");
        if (after.Length > 0 && before.Length > 0)
            reader.Violations.Add("before", "can't be given together with 'after'");

        return new PageRequest<ActivationPosition>(
            Math.Clamp(first is null or 0 ? DefaultLimit : first.Value, 1, PageRequest<ActivationPosition>.MaxLimit),
            Read(after, "after", reader),
            Read(before, "before", reader));
    }

    /// <summary>The cursor of a row, if there are rows beyond it.</summary>
    public string? Write(ListedActivation? row, bool hasMore)
    {
        if (row is null || !hasMore)
            return null;
        Span<byte> bytes = stackalloc byte[ListLength + (2 * UlidLength)];
        list.CopyTo(bytes);
        row.Position.UserId.Value.TryWriteBytes(bytes[ListLength..]);
        row.Position.ActivationId.Value.TryWriteBytes(bytes[(ListLength + UlidLength)..]);
        return Base64Url.EncodeToString(bytes);
    }

    private ActivationPosition? Read(string cursor, string field, RequestReader reader)
    {
        if (cursor.Length == 0)
            return null;
        Span<byte> bytes = stackalloc byte[ListLength + (2 * UlidLength)];
        if (cursor.Length == Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && length == bytes.Length
            && bytes[..ListLength].SequenceEqual(list))
        {
            return new ActivationPosition(
                new EndUserId(new Ulid(bytes.Slice(ListLength, UlidLength))),
                new ActivationId(new Ulid(bytes[(ListLength + UlidLength)..])));
        }

        reader.Violations.Add(field, "is not a cursor of this list");
        return null;
    }
}
