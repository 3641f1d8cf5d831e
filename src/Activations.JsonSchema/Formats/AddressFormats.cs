using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Formats;

/// <summary>IP addresses: RFC 2673 §3.2 for version 4, RFC 4291 §2.2 for version 6 (validation §7.3.4).</summary>
internal static class AddressFormats
{
    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var octets = 0;
        foreach (var part in text.Split('.'))
        {
            if (++octets > 4 || !IsOctet(text[part]))
                return false;
        }

        return octets == 4;
    }

    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        var gap = text.IndexOf("::");
        if (gap < 0)
            return CountGroups(text, mayEndInIPv4: true) == 8;

        var before = CountGroups(text[..gap], mayEndInIPv4: false);
        var after = CountGroups(text[(gap + 2)..], mayEndInIPv4: true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    // Leading zeros are octal to some readers and so to nobody here.
    private static bool IsOctet(ReadOnlySpan<char> text) => text switch
    {
        [var a] => char.IsAsciiDigit(a),
        [>= '1' and <= '9', var b] => char.IsAsciiDigit(b),
        ['1', var b, var c] => char.IsAsciiDigit(b) && char.IsAsciiDigit(c),
        ['2', >= '0' and <= '4', var c] => char.IsAsciiDigit(c),
        ['2', '5', >= '0' and <= '5'] => true,
        _ => false,
    };

    private static int CountGroups(ReadOnlySpan<char> text, bool mayEndInIPv4)
    {
        if (text.IsEmpty)
            return 0;

        var groups = 0;
        foreach (var part in text.Split(':'))
        {
            var group = text[part];
            if (mayEndInIPv4 && part.End.GetOffset(text.Length) == text.Length && IsIPv4(group))
                return groups + 2;
            if (group.Length is 0 or > 4 || !HexDigits.AreAllOf(group))
                return -1;

            groups++;
        }

        return groups;
    }
}
