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
    private const int StackSlots = 128;

    private readonly int maxDepth;

    private JsonElementShape(int maxDepth) => this.maxDepth = maxDepth;

    public bool IsTooDeep { get; private set; }

    public bool MayHaveDuplicates { get; private set; }

    public static JsonElementShape Of(JsonElement element, int maxDepth)
    {
        var shape = new JsonElementShape(maxDepth);
        shape.Walk(element, 0);
        return shape;
    }

    private void Walk(JsonElement element, int depth)
    {
        if (depth > maxDepth)
            IsTooDeep = true;
        else if (element.ValueKind == JsonValueKind.Object)
            WalkObject(element, depth);
        else if (element.ValueKind == JsonValueKind.Array)
            WalkArray(element, depth);
    }

    private void WalkArray(JsonElement element, int depth)
    {
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                Walk(item, depth + 1);
            if (IsTooDeep)
                return;
        }
    }

    private void WalkObject(JsonElement element, int depth)
    {
        if (!MayHaveDuplicates)
            MayHaveDuplicates = MayRepeatAName(element);

        foreach (var member in element.EnumerateObject())
        {
            var value = member.Value;
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                Walk(value, depth + 1);
            if (IsTooDeep)
                return;
        }
    }

    private static bool MayRepeatAName(JsonElement element)
    {
        var count = element.GetPropertyCount();
        if (count < 2)
            return false;

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        ulong[]? rented = null;
        var slots = size <= StackSlots ? stackalloc ulong[StackSlots] : rented = ArrayPool<ulong>.Shared.Rent(size);
        slots = slots[..size];
        slots.Clear();
        var repeats = MayRepeatAName(element, slots);
        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);

        return repeats;
    }

    // An escape may hide an equal name, and a hash may collide: both count as "may", and the precise look follows.
    private static bool MayRepeatAName(JsonElement element, Span<ulong> slots)
    {
        var mask = slots.Length - 1;
        foreach (var member in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            var hash = ByteHash.Compute(name) | 1;
            var i = (int)(hash >> 32) & mask;
            for (; slots[i] != 0; i = (i + 1) & mask)
            {
                if (slots[i] == hash)
                    return true;
            }

            slots[i] = hash;
            if (name.Contains((byte)'\\'))
                return true;
        }

        return false;
    }
}
