using System.Buffers;
using System.Text.Json;
using Activations.JsonSchema.Numbers;

namespace Activations.JsonSchema.Values;

/// <summary>A hash that agrees with JSON Schema equality (core §4.2.2): numbers by value, objects without order.</summary>
internal static class ValueHash
{
    private const int StackBytes = 256;

    public static ulong Compute<TValue>(TValue value)
        where TValue : struct, IJsonValue<TValue>
    {
        switch (value.Kind)
        {
            case JsonValueKind.String:
                return Of(value.GetText());
            case JsonValueKind.Number:
                return DecimalDigits.Hash(value.GetNumber());
            case JsonValueKind.Array:
                var items = new Items<TValue> { Hash = (ulong)value.Count };
                value.VisitItems(ref items);
                return items.Hash;
            case JsonValueKind.Object:
                var members = new Members<TValue> { Hash = (ulong)value.Count };
                value.VisitMembers(ref members);
                return members.Hash;
            default:
                return (ulong)value.Kind;
        }
    }

    private static ulong Of(JsonText text)
    {
        if (text.TryGetUtf8(out var utf8))
            return ByteHash.Compute(utf8);

        byte[]? rented = null;
        var buffer = text.MaxUtf8Length <= StackBytes
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(text.MaxUtf8Length);
        var hash = ByteHash.Compute(buffer[..text.CopyUtf8To(buffer)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);

        return hash;
    }

    private struct Items<TValue> : IJsonItemVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        public ulong Hash;

        public bool Visit(TValue item)
        {
            Hash = ByteHash.Combine(Hash, Compute(item));
            return true;
        }
    }

    private struct Members<TValue> : IJsonMemberVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        public ulong Hash;

        public bool Visit(JsonText name, TValue value)
        {
            Hash += ByteHash.Combine(Of(name), Compute(value));
            return true;
        }
    }
}
