using System.Text;
using Parley.Protocol.Characters;

namespace Parley.Protocol;

/// <summary>
/// The name of a user: 1 to 128 bytes of UTF-8 in normalization form C, of characters that can be seen, with single spaces between words.
/// Case matters. <c>docs/reference/text.md</c> has the rule.
/// </summary>
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

        return (IsPlain(name) ? null : ValidateCharacters(name)) ?? ValidateSpaces(name);
    }

    private static bool IsPlain(string name)
    {
        foreach (var character in name)
        {
            if (character is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static string? ValidateSpaces(string name)
    {
        if (name[0] == ' ' || name[^1] == ' ')
        {
            return "The user name begins or ends with a space. Remove it.";
        }

        return name.Contains("  ", StringComparison.Ordinal) ? "The user name has two spaces in a row. Remove one." : null;
    }

    private static string? ValidateCharacters(string name)
    {
        if (!Utf16.IsWellFormed(name))
        {
            return "The user name contains a lone surrogate, which is not a character. Send the whole pair or neither half.";
        }

        if (NameCharacters.FindError(name) is { } error)
        {
            return $"The user name contains {error}.";
        }

        return Normalization.IsNfc(name)
            ? null
            : "The user name is not in Unicode's normalization form C. Normalize it, so that each letter has one spelling.";
    }
}
