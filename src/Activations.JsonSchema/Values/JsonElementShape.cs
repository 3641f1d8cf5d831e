using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>
/// What has to be known of a <see cref="JsonElement"/> before it is validated: whether it is nested too deeply, and whether an object
/// in it has two members of one name. One walk answers both.
/// </summary>
internal struct JsonElementShape
{
    private const int StackSlots = 64;
    private const int StackBytes = 256;

    private readonly int maxDepth;

    private JsonElementShape(int maxDepth) => this.maxDepth = maxDepth;

    public bool IsTooDeep { get; private set; }

    /// <summary>Whether the document has to be rewritten: two names are equal, or one holds a lone surrogate.</summary>
    public bool NeedsRewrite { get; private set; }

    public static JsonElementShape Of(JsonElement element, int maxDepth)
    {
        var shape = new JsonElementShape(maxDepth);
        shape.Walk(element, element.ValueKind, 0);
        return shape;
    }

    private void Walk(JsonElement element, JsonValueKind kind, int depth)
    {
        if (depth > maxDepth)
            IsTooDeep = true;
        else if (kind == JsonValueKind.Object)
            WalkObject(element, depth);
        else if (kind == JsonValueKind.Array)
            WalkArray(element, depth);
    }

    private void WalkArray(JsonElement element, int depth)
    {
        foreach (var item in element.EnumerateArray())
        {
            var kind = item.ValueKind;
            if (kind is JsonValueKind.Object or JsonValueKind.Array)
                Walk(item, kind, depth + 1);
            if (IsTooDeep)
                return;
        }
    }

    private void WalkObject(JsonElement element, int depth)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)element.GetPropertyCount() * 2);
        if (size <= StackSlots)
        {
            Span<ulong> slots = stackalloc ulong[StackSlots];
            slots.Clear();
            WalkMembers(element, depth, slots);
            return;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(size);
        rented.AsSpan(0, size).Clear();
        WalkMembers(element, depth, rented.AsSpan(0, size));
        ArrayPool<ulong>.Shared.Return(rented);
    }

    private void WalkMembers(JsonElement element, int depth, Span<ulong> slots)
    {
        foreach (var member in element.EnumerateObject())
        {
            NeedsRewrite |= !TryAdd(JsonMarshal.GetRawUtf8PropertyName(member), slots);
            var value = member.Value;
            var kind = value.ValueKind;
            if (kind is JsonValueKind.Object or JsonValueKind.Array)
                Walk(value, kind, depth + 1);
            if (IsTooDeep)
                return;
        }
    }

    // Two names whose hashes collide are taken for equal here; the rewriting that follows compares them.
    private static bool TryAdd(ReadOnlySpan<byte> name, Span<ulong> slots) =>
        name.Contains((byte)'\\') ? TryAddEscaped(JsonText.FromEscapedUtf8(name), slots) : TryAddHash(ByteHash.Compute(name), slots);

    private static bool TryAddHash(ulong hash, Span<ulong> slots)
    {
        hash |= 1;
        var mask = slots.Length - 1;
        var i = (int)(hash >> 32) & mask;
        for (; slots[i] != 0; i = (i + 1) & mask)
        {
            if (slots[i] == hash)
                return false;
        }

        slots[i] = hash;
        return true;
    }

    private static bool TryAddEscaped(JsonText name, Span<ulong> slots)
    {
        byte[]? rented = null;
        var buffer = name.MaxUtf8Length <= StackBytes
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(name.MaxUtf8Length);
        var plain = buffer[..name.CopyUtf8To(buffer)];
        var added = !CodePoints.HoldSurrogate(plain) && TryAddHash(ByteHash.Compute(plain), slots);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);

        return added;
    }
}
