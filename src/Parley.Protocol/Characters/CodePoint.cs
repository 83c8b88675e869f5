using System.Buffers;
using System.Text;

namespace Parley.Protocol.Characters;

/// <summary>Reads code points one after the other.</summary>
internal static class CodePoint
{
    private const int MinRegionTags = 3;
    private const int MaxRegionTags = 6;

    /// <summary>The first code point, a surrogate if it has no partner, or 0 if the text is empty.</summary>
    public static int Decode(ReadOnlySpan<char> text, out int length)
    {
        if (text.IsEmpty)
        {
            length = 0;
            return 0;
        }

        var isPair = Rune.DecodeFromUtf16(text, out var rune, out length) == OperationStatus.Done;
        return isPair ? rune.Value : text[0];
    }

    /// <summary>The length of the tags that make a flag of the black flag before them, such as that of Wales; 0 if they do not.</summary>
    public static int TagsAfter(ReadOnlySpan<char> text)
    {
        var at = 0;
        for (var tags = 0; ; tags++)
        {
            var code = Decode(text[at..], out var length);
            at += length;
            if (!CharacterSets.IsRegionTag(code))
            {
                return code == CharacterSets.CancelTag && tags is >= MinRegionTags and <= MaxRegionTags ? at : 0;
            }
        }
    }
}
