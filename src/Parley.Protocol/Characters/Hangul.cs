namespace Parley.Protocol.Characters;

/// <summary>Korean syllables, which are composed by arithmetic: of a leading consonant, a vowel, and maybe a trailing one.</summary>
internal static class Hangul
{
    private const int FirstSyllable = 0xAC00;
    private const int FirstLeading = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeTrailing = 0x11A7;
    private const int Leadings = 19;
    private const int Vowels = 21;
    private const int Trailings = 28;

    /// <summary>True for a vowel or a trailing consonant.</summary>
    public static bool IsLast(int code) =>
        code is (>= FirstVowel and < FirstVowel + Vowels) or (> BeforeTrailing and < BeforeTrailing + Trailings);

    /// <summary>Splits a syllable into its last part and what comes before it.</summary>
    public static bool TryDecompose(int code, out (int First, int Last) parts)
    {
        parts = default;
        var index = code - FirstSyllable;
        if (index is < 0 or >= Leadings * Vowels * Trailings)
        {
            return false;
        }

        var trailing = index % Trailings;
        parts = trailing > 0
            ? (code - trailing, BeforeTrailing + trailing)
            : (FirstLeading + (index / (Vowels * Trailings)), FirstVowel + (index / Trailings % Vowels));
        return true;
    }

    /// <summary>Composes a consonant and a vowel, or a syllable without a trailing consonant and one.</summary>
    public static bool TryCompose(int first, int last, out int composed)
    {
        composed = 0;
        var (leading, vowel, index, trailing) = (first - FirstLeading, last - FirstVowel, first - FirstSyllable, last - BeforeTrailing);
        if (leading is >= 0 and < Leadings && vowel is >= 0 and < Vowels)
        {
            composed = FirstSyllable + (((leading * Vowels) + vowel) * Trailings);
        }
        else if (index is >= 0 and < Leadings * Vowels * Trailings && index % Trailings == 0 && trailing is > 0 and < Trailings)
        {
            composed = first + trailing;
        }

        return composed > 0;
    }
}
