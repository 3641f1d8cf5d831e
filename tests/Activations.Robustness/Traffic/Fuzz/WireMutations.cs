using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Changes the bytes of a protobuf message: fields of other wire types, lengths that are wrong, groups without end.</summary>
internal sealed class WireMutations(Dice dice)
{
    private const int MaxWireType = 7;

    /// <summary>Changed bytes of a message.</summary>
    public byte[] Mutate(byte[] message, MessageDescriptor type)
    {
        var place = dice.Below(message.Length + 1);
        return dice.Below(12) switch
        {
            0 => message[..place],
            1 => [.. message[..place], .. dice.Bytes(dice.Between(1, 8)), .. message[place..]],
            2 => Flip(message, place),
            3 => [.. message, .. FieldOf(type, OddValues.InvalidUtf8(dice))],
            4 => [.. message, .. Deep(type)],
            5 => [.. message, .. Groups()],
            6 => [.. message, .. Tag(NumberOf(type), dice.Below(MaxWireType + 1)), .. dice.Bytes(dice.Below(12))],
            7 => [.. message, .. OverlongVarint(), .. message],
            8 => [.. message, .. Tag(NumberOf(type), 2), .. Varint((ulong)dice.OneOf([1L, 127, 1 << 22, int.MaxValue, uint.MaxValue, long.MaxValue]))],
            9 => [.. message, .. Tag(dice.OneOf([0, 19_000, 100_000, (1 << 29) - 1]), dice.Below(MaxWireType + 1)), .. dice.Bytes(4)],
            10 => [.. message, .. message],
            _ => dice.Bytes(dice.Below(200)),
        };
    }

    /// <summary>A field that is nested in itself, or a JSON value that is.</summary>
    private byte[] Deep(MessageDescriptor type)
    {
        var structs = type.Fields.InDeclarationOrder().FirstOrDefault(
            field => field.FieldType == FieldType.Message && field.MessageType == Struct.Descriptor);
        var depth = OddValues.Depth(dice);
        var parts = new List<byte[]>();
        var length = 0;
        for (var level = 0; level < depth; level++)
        {
            // Of a Struct: its member, whose value (2) is a Value, whose Struct (5) is the next.
            foreach (var number in structs is null ? [1] : (int[])[1, 2, 5])
            {
                byte[] head = [.. Tag(number, 2), .. Varint((ulong)length)];
                parts.Add(head);
                length += head.Length;
            }
        }

        parts.Reverse();
        var content = parts.SelectMany(part => part).ToArray();
        return [.. Tag(structs?.FieldNumber ?? NumberOf(type), 2), .. Varint((ulong)content.Length), .. content];
    }

    private byte[] Groups()
    {
        var depth = OddValues.Depth(dice);
        var starts = Enumerable.Repeat(Tag(9, 3), depth);
        var ends = Enumerable.Repeat(Tag(dice.Falls(0.9) ? 9 : 10, 4), dice.Falls(0.8) ? depth : depth / 2);
        return [.. starts.Concat(ends).SelectMany(tag => tag)];
    }

    private byte[] FieldOf(MessageDescriptor type, byte[] content) =>
        [.. Tag(NumberOf(type), 2), .. Varint((ulong)content.Length), .. content];

    private int NumberOf(MessageDescriptor type)
    {
        var fields = type.Fields.InDeclarationOrder();
        return fields.Count == 0 ? 1 : fields[dice.Below(fields.Count)].FieldNumber;
    }

    private byte[] Flip(byte[] message, int place)
    {
        if (message.Length == 0)
            return [0x80];
        var copy = (byte[])message.Clone();
        copy[place % copy.Length] ^= (byte)(1 << dice.Below(8));
        return copy;
    }

    private byte[] OverlongVarint() => [.. Enumerable.Repeat((byte)0x80, dice.Between(1, 12)), 0x01];

    private static byte[] Tag(int number, int wireType) => Varint(((ulong)(uint)number << 3) | (uint)wireType);

    private static byte[] Varint(ulong value)
    {
        var bytes = new byte[10];
        using var output = new CodedOutputStream(bytes);
        output.WriteUInt64(value);
        return bytes[..(int)output.Position];
    }
}
