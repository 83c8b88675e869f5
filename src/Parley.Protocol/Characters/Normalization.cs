namespace Parley.Protocol.Characters;

/// <summary>
/// Normalization form C of Unicode, for short texts and without allocations. <see cref="string.IsNormalized()"/> takes every text to be
/// normalized while the runtime runs without ICU.
/// </summary>
internal static class Normalization
{
    /// <summary>The longest text, in UTF-16 code units: 128.</summary>
    public const int MaxLength = 128;

    private const int MaxParts = 4;
    private const int FirstCombining = 0x0300;

    /// <summary>True if a text is in NFC: each letter that exists with its marks is one character, and other marks are in order.</summary>
    /// <param name="text">Well-formed UTF-16, no longer than <see cref="MaxLength"/>.</param>
    public static bool IsNfc(ReadOnlySpan<char> text)
    {
        var mayCombine = false;
        for (var rest = text; !rest.IsEmpty;)
        {
            var code = CodePoint.Decode(rest, out var length);
            rest = rest[length..];
            if (code < FirstCombining)
            {
                continue;
            }

            if (UnicodeData.Instance.NeverInNfc.Contains(code))
            {
                return false;
            }

            mayCombine |= UnicodeData.Instance.Combining.Contains(code) || Hangul.IsLast(code);
        }

        return !mayCombine || IsComposed(text);
    }

    /// <summary>True if a text comes back when it is decomposed and composed again.</summary>
    private static bool IsComposed(ReadOnlySpan<char> text)
    {
        Span<int> parts = stackalloc int[MaxLength * MaxParts];
        var count = 0;
        for (var rest = text; !rest.IsEmpty;)
        {
            var code = CodePoint.Decode(rest, out var length);
            Decompose(code, parts, ref count);
            rest = rest[length..];
        }

        return IsSame(text, parts[..Compose(parts[..count])]);
    }

    /// <summary>Adds the parts of a character, and brings the marks at the end into their order.</summary>
    private static void Decompose(int code, Span<int> parts, ref int count)
    {
        if (Hangul.TryDecompose(code, out var two) || UnicodeData.Instance.Parts.TryGetValue(code, out two))
        {
            Decompose(two.First, parts, ref count);
            Decompose(two.Last, parts, ref count);
            return;
        }

        var at = count++;
        for (var rank = RankOf(code); rank > 0 && at > 0 && RankOf(parts[at - 1]) > rank; at--)
        {
            parts[at] = parts[at - 1];
        }

        parts[at] = code;
    }

    /// <summary>Composes parts in place.</summary>
    /// <returns>How many characters there are.</returns>
    private static int Compose(Span<int> parts)
    {
        var (count, letter, lastRank) = (0, -1, 0);
        foreach (var code in parts)
        {
            var rank = RankOf(code);

            // A mark of the same rank, or a letter, between the two would keep them apart.
            var isNext = letter >= 0 && (letter == count - 1 || lastRank < rank);
            if (isNext && TryCompose(parts[letter], code, out var composed))
            {
                parts[letter] = composed;
                continue;
            }

            (letter, lastRank) = rank == 0 ? (count, 0) : (letter, rank);
            parts[count++] = code;
        }

        return count;
    }

    private static bool TryCompose(int first, int last, out int composed) =>
        Hangul.TryCompose(first, last, out composed) || UnicodeData.Instance.Whole.TryGetValue((first, last), out composed);

    private static bool IsSame(ReadOnlySpan<char> text, ReadOnlySpan<int> codes)
    {
        foreach (var code in codes)
        {
            if (text.IsEmpty || CodePoint.Decode(text, out var length) != code)
            {
                return false;
            }

            text = text[length..];
        }

        return text.IsEmpty;
    }

    private static int RankOf(int code) => code < FirstCombining ? 0 : UnicodeData.Instance.Ranks.GetValueOrDefault(code);
}
