using System.Text.Json;

namespace Activations.JsonSchema.Keywords;

/// <summary>The kinds of values a keyword looks at; it ignores all others (core §4.2.1).</summary>
[Flags]
internal enum InstanceKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    String = 32,
    Undefined = 64,
    Any = 127,
}

internal static class InstanceKindExtensions
{
    public static InstanceKinds ToInstanceKind(this JsonValueKind kind) => kind switch
    {
        JsonValueKind.Null => InstanceKinds.Null,
        JsonValueKind.True or JsonValueKind.False => InstanceKinds.Boolean,
        JsonValueKind.Object => InstanceKinds.Object,
        JsonValueKind.Array => InstanceKinds.Array,
        JsonValueKind.Number => InstanceKinds.Number,
        JsonValueKind.String => InstanceKinds.String,
        _ => InstanceKinds.Undefined,
    };
}
