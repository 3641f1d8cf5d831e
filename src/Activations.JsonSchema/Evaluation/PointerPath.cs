using System.Globalization;
using System.Text;

namespace Activations.JsonSchema.Evaluation;

/// <summary>A JSON Pointer (RFC 6901) that grows and shrinks as evaluation goes down and up.</summary>
internal sealed class PointerPath
{
    private readonly StringBuilder path = new();

    public int Length => path.Length;

    public static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public void Push(string segment) => path.Append(segment);

    public void PushToken(string token) => path.Append('/').Append(Escape(token));

    public void PushIndex(int index) => path.Append('/').Append(CultureInfo.InvariantCulture, $"{index}");

    public void Return(int length) => path.Length = length;

    public override string ToString() => path.ToString();
}
