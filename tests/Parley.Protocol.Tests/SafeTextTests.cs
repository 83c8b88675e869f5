using System.Globalization;
using System.Text;
using CsCheck;
using Parley.Protocol.Characters;
using Parley.Testing;

namespace Parley.Protocol.Tests;

/// <summary>The cases in <c>docs/reference/text.md</c>, and what holds for any text.</summary>
public sealed class SafeTextTests
{
    private const string Replacement = "\uFFFD";

    private static readonly int[] Interesting =
    [
        'a', '1', ' ', 0x1B, 0x0A, 0x85, 0xAD, 0x200B, 0x200C, 0x200D, 0x202E, 0xFE00, 0xFE0E, 0xFE0F, 0x20E3, 0x0301, 0x0645, 0x0915,
        0x094D, 0x1820, 0x180B, 0x845B, 0x2764, 0x2229, 0x1F468, 0x1F3FD, 0x1F3F4, 0xE0067, 0xE0031, 0xE007F, 0xE0100, 0xE0001, 0x1F1F5,
        0xD83D, 0xDE00,
    ];

    private static readonly Gen<string> AnyText =
        Gen.Int[0, Interesting.Length - 1].Select(index => ToText(Interesting[index])).Array[0, 12].Select(string.Concat);

    public static TheoryData<string, string, string> Cases => [.. TextCase.All.Select(shown => (shown.Line, shown.Input, shown.Output))];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public void Clean_CaseOfTheDocument_IsShownAsThere(string line, string text, string shown) =>
        Assert.True(shown == SafeText.Clean(text), $"{line}\nshown: {Escape(SafeText.Clean(text))}");

    [Fact]
    public void Clean_HalfOfASurrogatePair_IsReplaced()
    {
        Assert.Equal("a\uFFFD", SafeText.Clean("a\uD83D"));
        Assert.Equal("\uFFFD\uFFFD", SafeText.Clean("\uDE00\uD83D"));
        Assert.Equal("\uFFFD\U0001F600", SafeText.Clean("\uD83D\uD83D\uDE00"));
    }

    [Fact]
    public void Clean_AnyCodePointAlone_IsShownOrReplaced()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            var isShown = Rune.IsValid(code) && Rune.GetUnicodeCategory(new Rune(code)) is not (UnicodeCategory.Control
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && !IsDefaultIgnorable(code);
            var shown = SafeText.Clean(ToText(code));

            Assert.True(isShown || shown is " " or Replacement, $"U+{code:X4} is shown as it is.");
        }
    }

    [Fact]
    public void Clean_AnyText_IsSafeAndStaysSafe() => AnyText.Sample(text =>
    {
        var shown = SafeText.Clean(text);

        Assert.Equal(Count(text), shown.EnumerateRunes().Count());
        Assert.True(shown.Length <= text.Length, Escape(text));
        Assert.DoesNotContain(shown, character => char.IsControl(character) || character is '\u200B' or '\u202E' or '\u2028' or '\u00AD');
        Assert.Equal(shown, SafeText.Clean(shown));
    });

    // A terminal shows the parts before and after the cursor.
    [Fact]
    public void Clean_PartsBetweenGraphemes_AreShownAsWithinTheWhole() => AnyText.Sample(text =>
    {
        var shown = SafeText.Clean(text);
        foreach (var at in StringInfo.ParseCombiningCharacters(text))
        {
            Assert.Equal(Escape(shown), Escape(SafeText.Clean(text[..at]) + SafeText.Clean(text[at..])));
        }
    });

    [Fact]
    public void Clean_SafeText_IsTheSameObject()
    {
        foreach (var text in new[] { new string('x', 100), "żółć \U0001F468\u200D\U0001F469" })
        {
            Assert.Same(text, SafeText.Clean(text));
        }
    }

    [Fact]
    public void Hidden_Ranges_AreInOrder() => Assert.All(
        [CharacterSets.Hidden, CharacterSets.Pictographs, CharacterSets.JoinedScripts, CharacterSets.Varied, CharacterSets.Ideographs],
        set => Assert.Equal(set.Units().Order(), set.Units()));

    // Default_Ignorable_Code_Point of the Unicode Character Database, version 17.
    private static bool IsDefaultIgnorable(int code) => code is 0xAD or 0x34F or 0x61C or (>= 0x115F and <= 0x1160)
        or (>= 0x17B4 and <= 0x17B5) or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E)
        or (>= 0x2060 and <= 0x206F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8)
        or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    private static string ToText(int code) => code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code);

    /// <summary>The number of characters, counting each lone surrogate.</summary>
    private static int Count(string text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; count++)
        {
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        }

        return count;
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(unit => unit is >= ' ' and <= '~' ? $"{unit}" : $"\\u{(int)unit:X4}"));
}
