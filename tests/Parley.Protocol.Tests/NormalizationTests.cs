using System.Globalization;
using System.Text;
using ADRaffy.ENSNormalize;
using CsCheck;
using Parley.Protocol.Characters;

namespace Parley.Protocol.Tests;

/// <summary>Parley's check for normalization form C gives what another implementation gives, which has its data from elsewhere.</summary>
public sealed class NormalizationTests
{
    // What Unicode 17.0 assigns: characters, controls, format characters and private use, without surrogates.
    private const int AssignedInData = 159_801 + 65 + 137_468;

    private static readonly NF Other = ENSNormalize.NF;

    private static readonly string[] Characters = [.. Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(char.ConvertFromUtf32)];

    // Everything that has to do with composition: marks, composed characters and their parts, and Korean.
    private static readonly string[] Composing =
    [
        .. UnicodeData.Instance.Ranks.Keys.Concat(UnicodeData.Instance.Parts.Keys)
            .Concat(UnicodeData.Instance.Parts.Values.SelectMany(parts => new[] { parts.First, parts.Last }))
            .Concat([0x1100, 0x1112, 0x1161, 0x1175, 0x11A7, 0x11A8, 0x11C2, 0xAC00, 0xAC01, 0xD7A3, 'a', 0x212B, 0xF900])
            .Distinct().Order().Select(char.ConvertFromUtf32),
    ];

    [Fact]
    public void IsNfc_EveryCharacter_IsAsAnotherImplementationSays()
    {
        var different = Characters.Where(text => Normalization.IsNfc(text) != (Other.NFC(text) == text));

        Assert.Empty(different.Select(Show));
    }

    [Fact]
    public void IsNfc_DecompositionOfEveryCharacter_IsAsAnotherImplementationSays()
    {
        var different = Characters.Select(text => Other.NFD(text)).Where(text => Normalization.IsNfc(text) != (Other.NFC(text) == text));

        Assert.Empty(different.Select(Show));
    }

    [Theory]
    [InlineData("\U00016D69\U00016D68")]
    [InlineData("\U0001138B\U000113C8")]
    [InlineData("\U0001138B\U000113C5")]
    public void IsNfc_ComposedCharacterWhoseFirstPartCombines_IsFalse(string text) => Assert.False(Normalization.IsNfc(text));

    [Fact]
    public void IsNfc_AnyText_IsAsAnotherImplementationSays()
    {
        var texts = Gen.Int[0, Composing.Length - 1].Select(index => Composing[index]).Array[1, 6].Select(string.Concat);
        texts.Sample(
            text => Assert.True(Normalization.IsNfc(text) == (Other.NFC(text) == text), Show(text)),
            iter: 300_000);
    }

    [Fact]
    public void IsNfc_NormalizedText_IsTrue()
    {
        var texts = Gen.Int[0, Composing.Length - 1].Select(index => Composing[index]).Array[1, 20].Select(string.Concat);
        texts.Sample(text => Assert.True(Normalization.IsNfc(Other.NFC(text)), Show(text)), iter: 30_000);
    }

    [Fact]
    public void IsNfc_LongestText_Fits()
    {
        Assert.False(Normalization.IsNfc(string.Concat(Enumerable.Repeat("\u1F82", Normalization.MaxLength - 1)) + "\u212B"));
        Assert.Equal(4, Characters.Max(text => Other.NFD(text).EnumerateRunes().Count()));
    }

    // A runtime that knows more characters than the data would accept their decomposed spellings: run eng/unicode-data.js again.
    [Fact]
    public void Data_IsNoOlderThanTheRuntimes()
    {
        var assigned = Characters.Count(text => CharUnicodeInfo.GetUnicodeCategory(text, 0) != UnicodeCategory.OtherNotAssigned);

        Assert.InRange(assigned, 1, AssignedInData);
    }

    private static string Show(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"));
}
