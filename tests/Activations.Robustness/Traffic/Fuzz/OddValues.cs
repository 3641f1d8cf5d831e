namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Values that programs stumble over.</summary>
internal static class OddValues
{
    private const int Limit = 4 * 1024 * 1024;

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\u0001", "\u001b[31m", "\u007f", "\u0085", "\t", "a\r\nX-Injected: 1", "\ufeffbom", "\u202eltr\u202c",
        "\u05d0\u05d1\u05d2", "e\u0301\u0301\u0301\u0301", "\u00e9", "\U0001F600", "\U0001F469\u200d\U0001F469\u200d\U0001F467",
        "\uffff", "\ufffd", "\u2028\u2029", "\u0130\u0131", "\ufb01", "\u0663", "ﾊﾝｶｸ", "zalgo\u0336\u0337\u0338", ".", "..", "../..",
        "%2e%2e", "%", "%00", "a/b", "a%2Fb", "a:b", "a:deploy", "?", "#", "*", "'; DROP TABLE end_users;--", "\"", "\\", "<b>",
        "{{7*7}}", "${x}", "null", "true", "NaN", "-0", "1e400", "External", "INTERNAL", "internal ", "01J0DEM0HVB00000000000000",
        "01J0DEM0HVB0000000000000011", "81J0DEM0HVB000000000000001", "01J0DEM0HVBU00000000000001", "01j0dem0hvb000000000000001",
        "00000000000000000000000000", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "$where", "a.b", "__proto__", "2024-02-30T25:61:61Z",
    ];

    private static readonly string[] Tokens =
    [
        "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "1.0", "1.5", "1e2", "1e400", "-1e400", "1e-400", "2147483647", "2147483648",
        "-2147483649", "9007199254740993", "18446744073709551616", "1e999999999", "00", "01", "+1", ".5", "5.", "0x10", "1_000", "NaN",
        "Infinity", "-Infinity", "TRUE", "undefined", "\"\"", "\"1\"", "\"NaN\"", "[]", "{}", "[[]]", "[null]", "[1,\"a\",{}]",
        "{\"\":1}", "{\"$ref\":\"#\"}", "{\"@type\":\"type.googleapis.com/google.protobuf.Any\"}", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "{\"\\ud800\":1}", "\"\\u0000\"", "\"\\x\"", "\"\\u12\"", "\"open", "'single'", "/* comment */ 1", "1 // comment\n", "\"a\tb\"",
        "\"\u0001\"", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{a:1}", "[", "{", "}", "]", ",", ":", "", "\ufeff1", "\u00a01",
    ];

    private static readonly byte[][] NotUtf8 =
    [
        [0xff], [0xc0, 0x80], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xed, 0xb0, 0x80], [0xf4, 0x90, 0x80, 0x80],
        [0xf8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xe2, 0x82], [0xf0, 0x9f, 0x98],
    ];

    private static readonly int[] Numbers = [0, 1, -1, 20, 100, 101, int.MaxValue, int.MinValue];

    private static readonly double[] Doubles =
        [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 1e22, 0.1, 9007199254740993];

    /// <summary>A text; valid UTF-16 always.</summary>
    public static string Text(Dice dice)
    {
        if (dice.Falls(0.8))
            return dice.OneOf(Texts);
        var length = dice.Falls(0.01) ? HugeLength(dice) : dice.OneOf([2, 63, 255, 256, 257, 1000, 2049, 10_001]);
        return dice.Falls(0.3) ? string.Concat(Enumerable.Repeat("\U0001F600", length / 4)) : new string('x', length);
    }

    /// <summary>A token of JSON, of which some are none.</summary>
    public static string Token(Dice dice) => dice.Below(20) switch
    {
        0 => DeepJson(dice),
        1 => $"\"{new string('y', dice.Falls(0.05) ? HugeLength(dice) : 5_000)}\"",
        2 => $"[{string.Join(',', Enumerable.Repeat("{}", dice.OneOf([2, 101, 1001, 5000])))}]",
        3 => new string('9', dice.OneOf([20, 400, 5000])),
        _ => dice.OneOf(Tokens),
    };

    /// <summary>A sequence of bytes that UTF-8 does not have.</summary>
    public static byte[] InvalidUtf8(Dice dice) => dice.OneOf(NotUtf8);

    /// <summary>A whole number.</summary>
    public static int Number(Dice dice) => dice.OneOf(Numbers);

    /// <summary>A double.</summary>
    public static double Double(Dice dice) => dice.OneOf(Doubles);

    /// <summary>How deep something is nested.</summary>
    public static int Depth(Dice dice) => dice.OneOf([1, 2, 15, 29, 30, 31, 32, 33, 50, 60, 61, 62, 63, 64, 65, 100, 1000, 5000]);

    private static int HugeLength(Dice dice) => dice.OneOf([100_000, 1_000_000, Limit - 1000, Limit, Limit + 1, Limit + 500_000]);

    private static string DeepJson(Dice dice)
    {
        var depth = Depth(dice);
        var (open, close) = dice.Falls(0.5) ? ("{\"a\":", "}") : ("[", "]");
        var end = dice.Falls(0.9) ? string.Concat(Enumerable.Repeat(close, depth)) : "";
        return string.Concat(Enumerable.Repeat(open, depth)) + "1" + end;
    }
}
