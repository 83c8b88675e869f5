namespace Parley.Protocol.Characters;

/// <summary>
/// The sets of the rule in <c>docs/reference/text.md</c>. They name whole blocks where they can, so that they need no change with a new
/// version of Unicode, and every language can have the same.
/// </summary>
internal static class CharacterSets
{
    public const int ZeroWidthNonJoiner = 0x200C;
    public const int ZeroWidthJoiner = 0x200D;
    public const int Keycap = 0x20E3;
    public const int TextStyle = 0xFE0E;
    public const int EmojiStyle = 0xFE0F;
    public const int BlackFlag = 0x1F3F4;
    public const int CancelTag = 0xE007F;

    /// <summary>Controls, bidi controls, and what has no shape of its own. Noncharacters are in <see cref="IsHidden"/>.</summary>
    public static readonly CodePointRanges Hidden = new(
        (0x0000, 0x001F), (0x007F, 0x009F), (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
        (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF),
        (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF));

    /// <summary>What emoji begin with, or are joined with.</summary>
    public static readonly CodePointRanges Pictographs = new(
        (0x00A9, 0x00A9), (0x00AE, 0x00AE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139), (0x2190, 0x21FF),
        (0x2300, 0x23FF), (0x24C2, 0x24C2), (0x25A0, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x3030, 0x3030), (0x303D, 0x303D),
        (0x3297, 0x3297), (0x3299, 0x3299), (0x1F000, 0x1F1E5), (0x1F200, 0x1FAFF));

    /// <summary>Scripts whose words need joiners: Arabic and those near it, the scripts of India and South-East Asia, Mongolian.</summary>
    public static readonly CodePointRanges JoinedScripts = new(
        (0x0620, 0x0DFF), (0x1000, 0x109F), (0x1700, 0x18AF), (0x1900, 0x1C4F), (0x1CD0, 0x1CFF), (0xA800, 0xA95F), (0xA980, 0xAAFF),
        (0xABC0, 0xABFF), (0x10A00, 0x11FFF), (0x1E900, 0x1E95F));

    /// <summary>Characters with an old or regional form, which one of the selectors U+FE00 to U+FE0D chooses.</summary>
    public static readonly CodePointRanges Varied = new(
        (0x1000, 0x109F), (0x2200, 0x22FF), (0x2A00, 0x2AFF), (0x3001, 0x3002), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA840, 0xA87F),
        (0xAA60, 0xAA7F), (0xF900, 0xFAFF), (0xFF01, 0xFF1F), (0x10AC0, 0x10AFF), (0x13000, 0x1345F), (0x20000, 0x3FFFF));

    public static readonly CodePointRanges Ideographs = new((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF));

    public static readonly CodePointRanges MongolianLetters = new((0x1820, 0x18AA));

    /// <summary>True for a character that is replaced, unless it belongs to the one before.</summary>
    public static bool IsHidden(int code) => Hidden.Contains(code) || (code & 0xFFFE) == 0xFFFE;

    /// <summary>True for the five modifiers of emoji.</summary>
    public static bool IsSkinTone(int code) => code is >= 0x1F3FB and <= 0x1F3FF;

    /// <summary>True for a line break of any kind, and for a tab.</summary>
    public static bool IsBreak(int code) => code is (>= 0x09 and <= 0x0D) or 0x85 or 0x2028 or 0x2029;

    /// <summary>True for a variation selector, of Mongolian too.</summary>
    public static bool IsSelector(int code) =>
        code is (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>True for the letters and digits of a flag's region, as tags.</summary>
    public static bool IsRegionTag(int code) => code is (>= 0xE0030 and <= 0xE0039) or (>= 0xE0061 and <= 0xE007A);

    /// <summary>True for what the key of a telephone may have on it.</summary>
    public static bool IsKey(int code) => code is (>= '0' and <= '9') or '#' or '*';
}
