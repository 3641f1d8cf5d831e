using System.Globalization;

namespace Activations.JsonSchema.Formats;

/// <summary>
/// What an A-label may stand for (RFC 5891 §4.2, RFC 5892): code points that IDNA permits, in contexts in which it permits them. The
/// rule that a label is stable under normalization (RFC 5892 §2.2) is approximated by refusing capital letters.
/// </summary>
internal static class UnicodeLabel
{
    private const int MiddleDot = 0xB7;
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int KatakanaMiddleDot = 0x30FB;

    // RFC 5892 §2.6: exceptions to the general categories.
    private static readonly HashSet<int> Permitted = [0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007];

    private static readonly HashSet<int> Disallowed = [0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B];

    // Canonical combining class 9 (virama), which the rules for joiners ask about; .NET does not tell combining classes.
    private static readonly HashSet<int> Viramas =
    [
        0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xBCD, 0xC4D, 0xCCD, 0xD3B, 0xD3C, 0xD4D, 0xDCA, 0xE3A, 0xEBA, 0xF84, 0x1039, 0x103A,
        0x1714, 0x1734, 0x17D2, 0x1A60, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0xA806, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED,
    ];

    public static bool IsValid(List<int> label)
    {
        if (label.Count == 0 || label.TrueForAll(c => c < 0x80) || label[0] == '-' || label[^1] == '-')
            return false;
        if (label.Count >= 4 && label[2] == '-' && label[3] == '-')
            return false;
        if (IsMark(label[0]))
            return false;

        for (var i = 0; i < label.Count; i++)
        {
            if (!IsPermitted(label, i))
                return false;
        }

        return true;
    }

    private static bool IsPermitted(List<int> label, int i) => label[i] switch
    {
        MiddleDot => i > 0 && i + 1 < label.Count && label[i - 1] == 'l' && label[i + 1] == 'l',
        0x375 => i + 1 < label.Count && IsGreek(label[i + 1]),
        0x5F3 or 0x5F4 => i > 0 && label[i - 1] is >= 0x591 and <= 0x5F4,
        KatakanaMiddleDot => label.Exists(IsJapanese),
        ZeroWidthNonJoiner or ZeroWidthJoiner => i > 0 && (Viramas.Contains(label[i - 1]) || JoinsArabic(label, i)),
        >= 0x660 and <= 0x669 => !label.Exists(c => c is >= 0x6F0 and <= 0x6F9),
        >= 0x6F0 and <= 0x6F9 => !label.Exists(c => c is >= 0x660 and <= 0x669),
        var codePoint => IsPermitted(codePoint),
    };

    private static bool IsPermitted(int codePoint)
    {
        if (codePoint < 0x80)
            return codePoint is '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
        if (Permitted.Contains(codePoint) || Disallowed.Contains(codePoint))
            return Permitted.Contains(codePoint);

        return CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark;
    }

    private static bool IsMark(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsGreek(int codePoint) => codePoint is (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF);

    private static bool IsJapanese(int codePoint) => codePoint != KatakanaMiddleDot
        && codePoint is (>= 0x3041 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or 0x3005 or 0x3007
            or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x323AF);

    // RFC 5892 appendix A.1: between letters that join; Arabic and its relatives are the scripts that do.
    private static bool JoinsArabic(List<int> label, int i) => label[i] == ZeroWidthNonJoiner
        && i + 1 < label.Count && IsJoining(label[i - 1]) && IsJoining(label[i + 1]);

    private static bool IsJoining(int codePoint) => codePoint is >= 0x620 and <= 0x8FF;
}
