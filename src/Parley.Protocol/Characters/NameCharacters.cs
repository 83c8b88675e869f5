using System.Globalization;

namespace Parley.Protocol.Characters;

/// <summary>
/// The characters of names beyond ASCII. A name must not look like another one because of a character that nobody sees, so this is
/// stricter than what <c>SafeText</c> shows.
/// </summary>
internal static class NameCharacters
{
    private const int Virama = 0x094D;

    // They have a shape in no font, but categories of visible characters.
    private static readonly CodePointRanges Blank = new(
        (0x2800, 0x2800), (0x2D7F, 0x2D7F), (0xFFFC, 0xFFFC), (0x13441, 0x13442), (0x16FE4, 0x16FE4), (0x1D159, 0x1D159));

    /// <summary>Finds the first character that a name may not have where it is.</summary>
    /// <param name="name">Well-formed UTF-16.</param>
    /// <returns>What is wrong with the character, as the end of a sentence; <c>null</c> if all are valid.</returns>
    public static string? FindError(ReadOnlySpan<char> name)
    {
        var (before, letter, at) = ((int)' ', 0, 0);
        while (at < name.Length)
        {
            var code = CodePoint.Decode(name[at..], out var length);
            if (code == CharacterSets.BlackFlag)
            {
                length += CodePoint.TagsAfter(name[(at + length)..]);
            }

            var category = CharUnicodeInfo.GetUnicodeCategory(code);
            if (Describe(code, category, before, letter, CodePoint.Decode(name[(at + length)..], out _)) is { } error)
            {
                return error;
            }

            letter = category == UnicodeCategory.NonSpacingMark ? letter : code;
            before = code;
            at += length;
        }

        return null;
    }

    private static string? Describe(int code, UnicodeCategory category, int before, int letter, int next) => category switch
    {
        UnicodeCategory.Control => $"the control character U+{code:X4}",
        UnicodeCategory.SpaceSeparator when code != ' ' => $"U+{code:X4}, but the only space allowed is U+0020",
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => $"the line separator U+{code:X4}",
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => $"U+{code:X4}, which is unassigned or for private use",
        _ when code == '\uFFFD' => "the replacement character U+FFFD",
        _ when IsInvisible(code, category) && !IsNeeded(code, before, letter, next) =>
            $"U+{code:X4}, which is invisible there, or changes how others look",
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark when before == ' ' =>
            $"the combining mark U+{code:X4} without a letter before it",
        _ => null,
    };

    private static bool IsInvisible(int code, UnicodeCategory category) =>
        category == UnicodeCategory.Format || CharacterSets.IsHidden(code) || Blank.Contains(code);

    /// <summary>True for a joiner or a selector without which the name would look different.</summary>
    private static bool IsNeeded(int code, int before, int letter, int next) => code switch
    {
        CharacterSets.EmojiStyle =>
            UnicodeData.Instance.TextStyle.Contains(before) || (CharacterSets.IsKey(before) && next == CharacterSets.Keycap),
        CharacterSets.ZeroWidthJoiner =>
            IsVirama(before) || (IsEmoji(before) && CharacterSets.Pictographs.Contains(next)),
        CharacterSets.ZeroWidthNonJoiner => (IsVirama(before) && CharUnicodeInfo.GetUnicodeCategory(next) == UnicodeCategory.OtherLetter)
            || (ArabicLetters.JoinsNext(letter) && ArabicLetters.JoinsPrevious(next)),
        _ => false,
    };

    private static bool IsEmoji(int code) => CharacterSets.Pictographs.Contains(code) || code == CharacterSets.EmojiStyle;

    private static bool IsVirama(int code) =>
        UnicodeData.Instance.Ranks.TryGetValue(code, out var rank) && rank == UnicodeData.Instance.Ranks[Virama];
}
