using System.Text.RegularExpressions;

namespace Activations.Grpc.Mapping;

/// <summary>Paths of fields as violations name them: <c>schedule.hour</c>, <c>tags[2]</c>, <c>["a.b"].c</c>.</summary>
internal static partial class FieldPath
{
    /// <summary>The path of a member of the object at a path.</summary>
    public static string Member(string path, string name)
    {
        if (!PlainName.IsMatch(name))
            return $"{path}[\"{name}\"]";
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    /// <summary>The path of an item of the list at a path.</summary>
    public static string Item(string path, int index) => $"{path}[{index}]";

    [GeneratedRegex("""^[^.\[\]"\s]+\z""")]
    private static partial Regex PlainName { get; }
}
