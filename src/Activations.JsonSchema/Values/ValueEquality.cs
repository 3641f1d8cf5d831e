using System.Buffers;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>JSON Schema equality (core §4.2.2) between two values, which may come from different representations.</summary>
internal static class ValueEquality
{
    private const int StackBytes = 256;
    private const int ScannedMembers = 16;

    public static bool AreEqual<TLeft, TRight>(TLeft left, TRight right)
        where TLeft : struct, IJsonValue<TLeft>
        where TRight : struct, IJsonValue<TRight>
    {
        if (left.Kind != right.Kind)
            return false;

        return left.Kind switch
        {
            JsonValueKind.String => AreEqual(left.GetText(), right.GetText()),
            JsonValueKind.Number => left.GetNumber().CompareTo(right.GetNumber()) == 0,
            JsonValueKind.Array => left.Count == right.Count && ItemsAreEqual(left, right),
            JsonValueKind.Object => left.Count == right.Count && MembersAreEqual(left, right),
            JsonValueKind.Undefined => false,
            _ => true,
        };
    }

    public static bool AreEqual(JsonText left, JsonText right)
    {
        if (left.TryGetUtf8(out var leftBytes) && right.TryGetUtf8(out var rightBytes))
            return leftBytes.SequenceEqual(rightBytes);
        if (left.TryGetUtf16(out var leftChars) && right.TryGetUtf16(out var rightChars))
            return leftChars.SequenceEqual(rightChars);

        var length = left.MaxUtf8Length + right.MaxUtf8Length;
        byte[]? rented = null;
        var buffer = length <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(length);
        var half = buffer[..left.CopyUtf8To(buffer)];
        var rest = buffer[half.Length..];
        var equal = half.SequenceEqual(rest[..right.CopyUtf8To(rest)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);

        return equal;
    }

    private static bool ItemsAreEqual<TLeft, TRight>(TLeft left, TRight right)
        where TLeft : struct, IJsonValue<TLeft>
        where TRight : struct, IJsonValue<TRight>
    {
        if (left.Count == 0)
            return true;

        var items = ArrayPool<TRight>.Shared.Rent(right.Count);
        var copy = new CopyItems<TRight> { Items = items };
        right.VisitItems(ref copy);
        var comparison = new CompareItems<TLeft, TRight> { Items = items, Equal = true };
        left.VisitItems(ref comparison);
        ArrayPool<TRight>.Shared.Return(items, clearArray: true);
        return comparison.Equal;
    }

    private static bool MembersAreEqual<TLeft, TRight>(TLeft left, TRight right)
        where TLeft : struct, IJsonValue<TLeft>
        where TRight : struct, IJsonValue<TRight>
    {
        var lookup = new CompareMembers<TLeft, TRight> { Right = right, Equal = true };
        if (right.Count > ScannedMembers)
        {
            var index = new IndexMembers<TRight> { Members = [] };
            right.VisitMembers(ref index);
            lookup.Index = index.Members;
        }

        left.VisitMembers(ref lookup);
        return lookup.Equal;
    }

    internal struct CopyItems<TValue> : IJsonItemVisitor<TValue>
    {
        private int count;

        public required TValue[] Items { get; init; }

        public bool Visit(TValue item)
        {
            Items[count++] = item;
            return true;
        }
    }

    private struct CompareItems<TLeft, TRight> : IJsonItemVisitor<TLeft>
        where TLeft : struct, IJsonValue<TLeft>
        where TRight : struct, IJsonValue<TRight>
    {
        private int position;

        public required TRight[] Items { get; init; }

        public required bool Equal { get; set; }

        public bool Visit(TLeft item) => Equal = AreEqual(item, Items[position++]);
    }

    private struct IndexMembers<TValue> : IJsonMemberVisitor<TValue>
    {
        public required Dictionary<string, TValue> Members { get; init; }

        public bool Visit(JsonText name, TValue value)
        {
            Members[name.ToString()] = value;
            return true;
        }
    }

    private struct CompareMembers<TLeft, TRight> : IJsonMemberVisitor<TLeft>
        where TLeft : struct, IJsonValue<TLeft>
        where TRight : struct, IJsonValue<TRight>
    {
        public required TRight Right { get; init; }

        public required bool Equal { get; set; }

        public Dictionary<string, TRight>? Index { get; set; }

        public bool Visit(JsonText name, TLeft value)
        {
            if (Index is not null)
                return Equal = Index.TryGetValue(name.ToString(), out var found) && AreEqual(value, found);

            var search = new FindMember<TLeft, TRight> { Name = name, Value = value };
            Right.VisitMembers(ref search);
            return Equal = search.Matches;
        }
    }

    private ref struct FindMember<TLeft, TRight> : IJsonMemberVisitor<TRight>
        where TLeft : struct, IJsonValue<TLeft>
        where TRight : struct, IJsonValue<TRight>
    {
        public required JsonText Name { get; init; }

        public required TLeft Value { get; init; }

        public bool Matches { get; private set; }

        public bool Visit(JsonText name, TRight value)
        {
            if (!AreEqual(Name, name))
                return true;

            Matches = AreEqual(Value, value);
            return false;
        }
    }
}
