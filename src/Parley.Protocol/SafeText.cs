using System.Buffers;
using System.Text;
using Parley.Protocol.Characters;

namespace Parley.Protocol;

/// <summary>
/// Makes text from others safe to show on one line of a terminal or a log: nothing in it moves the cursor, begins a line, reorders what is
/// shown, or cannot be seen.
/// </summary>
public static class SafeText
{
    private const char Replacement = '\uFFFD';

    // Surrogates are in it: beyond U+FFFF, a closer look decides.
    private static readonly SearchValues<char> MaybeHidden = SearchValues.Create([.. CharacterSets.Hidden.Units()]);

    /// <summary>
    /// Replaces each line break and tab with a space, and any other control, bidi control or invisible character, noncharacter, and half
    /// of a surrogate pair with U+FFFD. Joiners, variation selectors and tags stay where they belong to the character before them: in
    /// emoji, and in words of scripts that need them. The rule is the same in all of Parley's clients;
    /// <c>docs/reference/text.md</c> has it.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>
    /// The safe text, with one character for each character of <paramref name="text"/>, and not longer in UTF-16; the same object if
    /// nothing is to be replaced. A part that begins and ends between graphemes gives the same as it does within the whole.
    /// </returns>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(MaybeHidden))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        var isChanged = false;
        var context = default(HiddenContext);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var code = CodePoint.Decode(rest, out var length);
            if (code == CharacterSets.BlackFlag)
            {
                length += CodePoint.TagsAfter(rest[length..]);
            }

            if (CharacterSets.IsBreak(code))
            {
                clean.Append(' ');
                context.Keep(' ');
                isChanged = true;
            }
            else if (CharacterSets.IsHidden(code) && !context.Accepts(code, CodePoint.Decode(rest[length..], out _)))
            {
                clean.Append(Replacement);
                context.Replace();
                isChanged = true;
            }
            else
            {
                clean.Append(rest[..length]);
                context.Keep(code);
            }

            rest = rest[length..];
        }

        return isChanged ? clean.ToString() : text;
    }
}
