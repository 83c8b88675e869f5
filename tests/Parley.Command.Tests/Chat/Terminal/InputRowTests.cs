using CsCheck;
using Parley.Command.Chat.Terminal;
using Parley.Protocol;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class InputRowTests
{
    private static readonly string[] Graphemes = ["a", " ", "日", "👍🏽", "e\u0301", "👨‍👩‍👧"];
    private static readonly string[] Unsafe = [.. Graphemes, "\u200B", "\u200D", "\e", "\u202E", "\U000E0041", "\uFE0F", "🏴"];

    private readonly InputRow _row = new();

    [Fact]
    public void Fit_AShortLine_IsAllVisible() => Assert.Equal(("ab", "cd"), _row.Fit("abcd", 2, 4));

    [Fact]
    public void Fit_ALongLine_ShowsThePartAroundTheCursor()
    {
        Assert.Equal(("fgh", ""), _row.Fit("abcdefgh", 8, 4));
        Assert.Equal(("f", "gh"), _row.Fit("abcdefgh", 6, 4));
        Assert.Equal(("", "abcd"), _row.Fit("abcdefgh", 0, 4));
    }

    [Fact]
    public void Fit_WideCharacters_AreNotCutInHalf() => Assert.Equal(("日", "本"), _row.Fit("日本語", 1, 5));

    [Fact]
    public void Fit_UnsafeText_IsShownSafely() => Assert.Equal(("a\uFFFD", ""), _row.Fit("a\u202E", 2, 10));

    // Beyond U+FFFF, what is shown is shorter than what was typed.
    [Fact]
    public void Fit_ACursorAfterInvisibleCharacters_StaysBeforeTheSameCharacter()
    {
        Assert.Equal(("\uFFFD\uFFFDa", "b"), _row.Fit("\U000E0001\U000E0041ab", 5, 10));
        Assert.Equal(("cdefgh", ""), new InputRow().Fit("ab\U000E0001cdefgh", 10, 8));
    }

    [Fact]
    public void Fit_AnyUnsafeLineAndCursor_ShowsASafePartThatFits()
    {
        var lines = Gen.Int[0, Unsafe.Length - 1].Select(index => Unsafe[index]).Array[0, 40];
        Gen.Select(lines, Gen.Int[0, 40].Array[1, 10], Gen.Int[2, 30]).Sample((parts, stops, cells) =>
        {
            var text = string.Concat(parts);
            var row = new InputRow();
            foreach (var stop in stops)
            {
                var cursor = Cells.Previous(text, Math.Min(stop, text.Length));
                var (before, after) = row.Fit(text, cursor, cells);
                Assert.EndsWith(before, SafeText.Clean(text[..cursor]), StringComparison.Ordinal);
                Assert.StartsWith(after, SafeText.Clean(text[cursor..]), StringComparison.Ordinal);
                Assert.InRange(Cells.Width(before) + Cells.Width(after), 0, cells);
            }
        });
    }

    [Fact]
    public void Fit_AnyLineAndCursor_IsAPartThatFits()
    {
        var lines = Gen.Int[0, Graphemes.Length - 1].Select(index => Graphemes[index]).Array[0, 40];
        Gen.Select(lines, Gen.Int[0, 40].Array[1, 10], Gen.Int[2, 30]).Sample((parts, stops, cells) =>
        {
            var text = string.Concat(parts);
            var row = new InputRow();
            foreach (var stop in stops)
            {
                var cursor = string.Concat(parts.Take(stop)).Length;
                var (before, after) = row.Fit(text, cursor, cells);
                Assert.EndsWith(before, text[..cursor], StringComparison.Ordinal);
                Assert.StartsWith(after, text[cursor..], StringComparison.Ordinal);
                Assert.InRange(Cells.Width(before) + Cells.Width(after), 0, cells);
            }
        });
    }
}
