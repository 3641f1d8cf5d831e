using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>Lays a host's own representation out on a tape.</summary>
internal static class JsonValueReader
{
    /// <returns><see langword="false"/> when the nesting is too deep.</returns>
    public static bool Read<TValue>(TValue value, ref TapeBuilder tape)
        where TValue : struct, IJsonValue<TValue>
    {
        var kind = value.Kind;
        switch (kind)
        {
            case JsonValueKind.String:
                tape.AddString(value.GetText());
                return true;
            case JsonValueKind.Number:
                tape.AddNumber(value.GetNumber());
                return true;
            case JsonValueKind.Array or JsonValueKind.Object:
                return ReadChildren(value, kind, ref tape);
            default:
                tape.AddLiteral(kind);
                return true;
        }
    }

    private static bool ReadChildren<TValue>(TValue value, JsonValueKind kind, ref TapeBuilder tape)
        where TValue : struct, IJsonValue<TValue>
    {
        if (!tape.TryOpen(kind))
            return false;

        var children = new Children<TValue>(ref tape);
        if (kind == JsonValueKind.Array)
            value.VisitItems(ref children);
        else
            value.VisitMembers(ref children);

        if (tape.IsTooDeep)
            return false;

        tape.Close([]);
        return true;
    }

    private readonly ref struct Children<TValue>(ref TapeBuilder tape) : IJsonItemVisitor<TValue>, IJsonMemberVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        private readonly ref TapeBuilder tape = ref tape;

        public bool Visit(TValue item) => Read(item, ref tape);

        public bool Visit(JsonText name, TValue value)
        {
            tape.AddName(name);
            return Read(value, ref tape);
        }
    }
}
