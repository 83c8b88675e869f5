using System.Globalization;
using System.Text;

namespace Parley.Protocol;

/// <summary>The name of a user: 1 to 128 bytes of UTF-8, not all white space, without control characters or line separators.</summary>
public static class UserName
{
    /// <summary>Checks a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What is wrong with the name, for the person who chose it; <c>null</c> if it is valid.</returns>
    public static string? Validate(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "The user name is empty. Say who you are.";
        }

        if (name.Length > ProtocolLimits.UserBytes || Encoding.UTF8.GetByteCount(name) > ProtocolLimits.UserBytes)
        {
            return $"The user name is longer than {ProtocolLimits.UserBytes} bytes of UTF-8.";
        }

        if (!Utf16.IsWellFormed(name))
        {
            return "The user name contains half of a surrogate pair, which is not a character. Send the pair, or neither half.";
        }

        foreach (var character in name)
        {
            if (IsControl(character))
            {
                return $"The user name contains the control character U+{(int)character:X4}.";
            }
        }

        return null;
    }

    private static bool IsControl(char character) => character is < ' ' or > '~' && char.GetUnicodeCategory(character) is
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
