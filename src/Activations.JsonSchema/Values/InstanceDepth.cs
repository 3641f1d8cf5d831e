using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>Measures nesting before anything recurses over a value, and stops measuring where the limit is passed.</summary>
internal static class InstanceDepth
{
    public static bool IsWithin<TValue>(TValue value, int limit)
        where TValue : struct, IJsonValue<TValue>
    {
        var children = new Children<TValue> { Remaining = limit - 1, Within = limit >= 0 };
        if (children.Within && value.Kind == JsonValueKind.Array)
            value.VisitItems(ref children);
        else if (children.Within && value.Kind == JsonValueKind.Object)
            value.VisitMembers(ref children);

        return children.Within;
    }

    private struct Children<TValue> : IJsonItemVisitor<TValue>, IJsonMemberVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        public required int Remaining { get; init; }

        public required bool Within { get; set; }

        public bool Visit(TValue item) => Within = IsWithin(item, Remaining);

        public bool Visit(JsonText name, TValue value) => Within = IsWithin(value, Remaining);
    }
}
