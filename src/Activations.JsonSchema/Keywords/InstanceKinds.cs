using System.Text.Json;

namespace Activations.JsonSchema.Keywords;

/// <summary>The kinds of values a keyword looks at, a bit for each <see cref="JsonValueKind"/>; it ignores all others (core §4.2.1).</summary>
[Flags]
internal enum InstanceKinds
{
    None = 0,
    Undefined = 1 << JsonValueKind.Undefined,
    Object = 1 << JsonValueKind.Object,
    Array = 1 << JsonValueKind.Array,
    String = 1 << JsonValueKind.String,
    Number = 1 << JsonValueKind.Number,
    Boolean = (1 << JsonValueKind.True) | (1 << JsonValueKind.False),
    Null = 1 << JsonValueKind.Null,
    Any = Undefined | Object | Array | String | Number | Boolean | Null,
}

internal static class InstanceKindExtensions
{
    public static InstanceKinds ToInstanceKind(this JsonValueKind kind) => (InstanceKinds)(1 << (int)kind);
}
