using System.Buffers;
using System.Text;

namespace Parley.Protocol;

/// <summary>Texts that can be sent: those that UTF-8 can encode.</summary>
public static class Utf16
{
    /// <summary>True if a text is well-formed: it has no lone surrogate.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
