using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Makes the cursors of lists.</summary>
internal static class Cursors
{
    /// <summary>Those of a list that is ordered by an id.</summary>
    /// <param name="call">The call.</param>
    /// <param name="filter">Its filters; what they print is what a cursor is bound to.</param>
    public static Cursors<TId> OfIds<TId>(string call, object filter)
        where TId : struct, IId<TId> => new($"{call} {filter}", id => [id.Value], ulids => TId.From(ulids[0]), keyLength: 1);

    /// <summary>Those of a list of activations.</summary>
    /// <inheritdoc cref="OfIds" />
    public static Cursors<ActivationPosition> OfActivations(string call, ActivationFilter filter) => new(
        $"{call} {filter}",
        position => [position.UserId.Value, position.ActivationId.Value],
        ulids => new ActivationPosition(new EndUserId(ulids[0]), new ActivationId(ulids[1])),
        keyLength: 2);
}

/// <summary>
/// The cursors of one list: opaque, and bound to the call and its filters, so that a cursor from elsewhere is refused
/// instead of answering a page of something else. 8 bytes of a SHA-256 of the list, then the ULIDs of the key.
/// </summary>
/// <typeparam name="TKey">The key that the list is ordered by.</typeparam>
internal sealed class Cursors<TKey>(
    string list, Func<TKey, ImmutableArray<Ulid>> toUlids, Func<ImmutableArray<Ulid>, TKey> toKey, int keyLength)
    where TKey : struct
{
    private const int DefaultLimit = 20; // also for 0 (AIP-158)
    private const int ListLength = 8;
    private const int UlidLength = 16;

    private readonly byte[] list = SHA256.HashData(Encoding.UTF8.GetBytes(list))[..ListLength];
    private readonly int length = ListLength + (keyLength * UlidLength);

    /// <summary>Which page is asked for.</summary>
    public PageRequest<TKey> Read(IPageRequest request, RequestReader reader)
    {
        int? first = request.HasFirst ? request.First : null;
        if (first < 0)
            reader.Violations.Add("first", "must not be negative");
        if (request.After.Length > 0 && request.Before.Length > 0)
            reader.Violations.Add("before", "can't be given together with 'after'");

        return new PageRequest<TKey>(
            Math.Clamp(first is null or 0 ? DefaultLimit : first.Value, 1, PageRequest<TKey>.MaxLimit),
            Read(request.After, "after", reader),
            Read(request.Before, "before", reader));
    }

    /// <summary>Which page is asked for; without any paging parameter, all.</summary>
    public PageRequest<TKey> ReadOrAll(IPageRequest request, RequestReader reader) =>
        request is { HasFirst: false, After: "", Before: "" }
            ? new PageRequest<TKey>(PageRequest<TKey>.MaxUnpagedLimit)
            : Read(request, reader);

    /// <summary>
    /// Puts the cursors and the total count into a reply. A page with nothing before and behind it is counted as it is. A
    /// page whose rows were all deleted has the cursor that leads back to where its reader came from.
    /// </summary>
    public async Task<TReply> CompleteAsync<TReply, TRow>(
        TReply reply, PageRequest<TKey> asked, Page<TRow> page, Func<TRow, TKey> keyOf, Func<Task<int>> countAsync)
        where TReply : IPage
    {
        reply.TotalCount = page.HasPrevious || page.HasNext ? await countAsync() : page.Rows.Length;
        if (!page.Rows.IsEmpty)
        {
            if (page.HasNext)
                reply.Next = Write(toUlids(keyOf(page.Rows[^1])));
            if (page.HasPrevious)
                reply.Prev = Write(toUlids(keyOf(page.Rows[0])));
        }
        else if (asked.Before is { } before)
        {
            reply.Next = Write(Neighbour(before, step: -1)); // all from that row on
        }
        else if (asked.After is { } after)
        {
            reply.Prev = Write(Neighbour(after, step: 1)); // all up to that row
        }

        return reply;
    }

    private ImmutableArray<Ulid> Neighbour(TKey key, int step)
    {
        var ulids = toUlids(key);
        return ulids.SetItem(ulids.Length - 1, ulids[^1].Neighbour(step));
    }

    private string Write(ImmutableArray<Ulid> key)
    {
        var bytes = new byte[length];
        list.CopyTo(bytes, 0);
        foreach (var (index, ulid) in key.Index())
            ulid.TryWriteBytes(bytes.AsSpan(ListLength + (index * UlidLength)));
        return Base64Url.EncodeToString(bytes);
    }

    private TKey? Read(string cursor, string field, RequestReader reader)
    {
        if (cursor.Length == 0)
            return null;
        var bytes = new byte[length];
        if (cursor.Length == Base64Url.GetEncodedLength(length)
            && Base64Url.DecodeFromChars(cursor, bytes, out _, out _) == OperationStatus.Done // TryDecodeFromChars throws
            && bytes.AsSpan(0, ListLength).SequenceEqual(list))
        {
            return toKey(
            [
                .. Enumerable.Range(0, keyLength).Select(
                    index => new Ulid(bytes.AsSpan(ListLength + (index * UlidLength), UlidLength))),
            ]);
        }

        reader.Violations.Add(field, "is not a cursor of this list");
        return null;
    }
}
