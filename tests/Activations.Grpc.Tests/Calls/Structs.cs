using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Calls;

/// <summary>Structs from JSON.</summary>
internal static class Structs
{
    public static Struct Parse(string json) => JsonParser.Default.Parse<Struct>(json);

    public static ListValue List(string json) => JsonParser.Default.Parse<ListValue>(json);

    /// <summary>An object in an object in an object: so many levels.</summary>
    public static Struct Nested(int levels)
    {
        var value = new Struct();
        for (var level = 1; level < levels; level++)
            value = new Struct { Fields = { ["a"] = Value.ForStruct(value) } };
        return value;
    }
}
