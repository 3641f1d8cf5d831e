using System.Text;
using System.Text.Json;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Changes the body of a REST request: its members, its tokens, and last its bytes.</summary>
internal sealed class BodyMutations(Dice dice)
{
    private static readonly string[] Names =
        ["\"\"", "\"extra\"", "\"user_id\"", "\"dynamicVariables\"", "\"connections\"", "\"\\u0000\"", "\"\\ud83d\"", "\"@type\"", "1", "a", "null"];

    /// <summary>A body with other members or tokens.</summary>
    public byte[] MutateTree(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = LooseJson.Of(document.RootElement);
        for (var count = dice.Between(1, 3); count > 0; count--)
            Mutate(dice.OneOf([.. root.All()]));
        var text = new StringBuilder();
        root.WriteTo(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A body with other bytes.</summary>
    public byte[] MutateBytes(byte[] body)
    {
        var place = dice.Below(body.Length + 1);
        return dice.Below(7) switch
        {
            0 => body[..place],
            1 => [.. body[..place], .. OddValues.InvalidUtf8(dice), .. body[place..]],
            2 => [0xef, 0xbb, 0xbf, .. body],
            3 => [.. body, .. "{}"u8],
            4 => [.. body[..place], .. "//x\n"u8, .. body[place..]],
            5 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            _ => [.. body[..place], (byte)"{}[]\",:0a\\\u0001"[dice.Below(11)], .. body[Math.Min(place + 1, body.Length)..]],
        };
    }

    private void Mutate(LooseJson node)
    {
        switch (dice.Below(8))
        {
            case 0 when node.Items is { Count: > 0 } items:
                RemoveAt(node, dice.Below(items.Count));
                break;
            case 1 when node.Items is { Count: > 0 } items:
                Repeat(node, dice.Below(items.Count));
                break;
            case 2 when node.Names is { } names:
                names.Add(dice.OneOf(Names));
                node.Items!.Add(new LooseJson { Token = OddValues.Token(dice) });
                break;
            case 3 when node.Names is { Count: > 0 } names:
                names[dice.Below(names.Count)] = dice.OneOf(Names);
                break;
            case 4 when node.Items is not null:
                Become(node, names: null, [new LooseJson { Items = node.Items, Names = node.Names }]);
                break;
            case 5 when node.Items is null:
                node.Token = JsonSerializer.Serialize(OddValues.Text(dice));
                break;
            default:
                node.Token = OddValues.Token(dice);
                Become(node, names: null, items: null);
                break;
        }
    }

    private static void Become(LooseJson node, List<string>? names, List<LooseJson>? items)
    {
        node.Names = names;
        node.Items = items;
    }

    private static void RemoveAt(LooseJson node, int place)
    {
        node.Items!.RemoveAt(place);
        node.Names?.RemoveAt(place);
    }

    private static void Repeat(LooseJson node, int place)
    {
        node.Items!.Add(node.Items[place]);
        node.Names?.Add(node.Names[place]);
    }
}
