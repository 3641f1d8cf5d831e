using System.Text.Json;
using Activations.JsonSchema.Numbers;

namespace Activations.JsonSchema.Values;

/// <summary>A hash that agrees with JSON Schema equality (core §4.2.2): numbers by value, objects without order.</summary>
internal static class ValueHash
{
    public static ulong Compute(in JsonTape tape, int value) => tape[value].Kind switch
    {
        JsonValueKind.String => ByteHash.Compute(tape.Text(value)),
        JsonValueKind.Number => DecimalDigits.Hash(tape.Number(value)),
        JsonValueKind.Array => OfItems(tape, value),
        JsonValueKind.Object => OfMembers(tape, value),
        var kind => (ulong)kind,
    };

    private static ulong OfItems(in JsonTape tape, int array)
    {
        var hash = (ulong)tape[array].Detail;
        for (var item = array + 1; item < tape[array].End; item = tape[item].End)
            hash = ByteHash.Combine(hash, Compute(tape, item));

        return hash;
    }

    private static ulong OfMembers(in JsonTape tape, int container)
    {
        var hash = (ulong)tape[container].Detail;
        for (var name = container + 1; name < tape[container].End; name = tape[name + 1].End)
            hash += ByteHash.Combine((uint)tape[name].Detail, Compute(tape, name + 1));

        return hash;
    }
}
