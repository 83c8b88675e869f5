using System.Buffers;

namespace Parley.Command.Formatting;

/// <summary>
/// Makes text from the network safe for a terminal: one line, without codes that move the cursor or reorder the text.
/// </summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Span('\u0000', '\u001F'), .. Span('\u007F', '\u009F'), .. Span('\u202A', '\u202E'), .. Span('\u2066', '\u2069'),
    ]);

    /// <summary>
    /// Replaces each line break and tab with a space, and any other control or bidi override character with U+FFFD. The length stays
    /// the same.
    /// </summary>
    public static string Clean(string text) => text.AsSpan().ContainsAny(Unsafe)
        ? string.Create(text.Length, text, static (clean, text) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = Clean(text[i]);
            }
        })
        : text;

    private static char Clean(char character) => character switch
    {
        '\r' or '\n' or '\t' => ' ',
        _ when Unsafe.Contains(character) => Replacement,
        _ => character,
    };

    private static IEnumerable<char> Span(char first, char last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
