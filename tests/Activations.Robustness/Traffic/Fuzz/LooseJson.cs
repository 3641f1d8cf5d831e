using System.Text;
using System.Text.Json;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>JSON that need not be any: a token as it is written, or a list, or members, whose names may repeat.</summary>
internal sealed class LooseJson
{
    /// <summary>What is written, where this is neither a list nor an object.</summary>
    public string Token { get; set; } = "null";

    /// <summary>The items of a list, or the values of an object.</summary>
    public List<LooseJson>? Items { get; set; }

    /// <summary>The names of an object's members, as they are written.</summary>
    public List<string>? Names { get; set; }

    /// <summary>A value that is JSON.</summary>
    public static LooseJson Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new LooseJson
        {
            Names = [.. value.EnumerateObject().Select(member => JsonSerializer.Serialize(member.Name))],
            Items = [.. value.EnumerateObject().Select(member => Of(member.Value))],
        },
        JsonValueKind.Array => new LooseJson { Items = [.. value.EnumerateArray().Select(Of)] },
        _ => new LooseJson { Token = value.GetRawText() },
    };

    /// <summary>This and all that is in it.</summary>
    public IEnumerable<LooseJson> All() => (Items ?? []).SelectMany(item => item.All()).Prepend(this);

    /// <summary>Writes it.</summary>
    public void WriteTo(StringBuilder text)
    {
        if (Items is null)
        {
            text.Append(Token);
            return;
        }

        text.Append(Names is null ? '[' : '{');
        for (var i = 0; i < Items.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            if (Names is not null)
                text.Append(Names[i]).Append(':');
            Items[i].WriteTo(text);
        }

        text.Append(Names is null ? ']' : '}');
    }
}
