using System.Text;
using Parley.Protocol;

namespace Parley.Rooms;

/// <summary>What every command must be, no matter what the room's kind and state are.</summary>
public static class PostRules
{
    /// <summary>Checks a command.</summary>
    /// <param name="command">The command.</param>
    /// <returns>Why every room refuses the command; <c>null</c> if it is well formed.</returns>
    public static Rejection? Validate(PostCommand command)
    {
        if (UserName.Validate(command.User) is { } error)
        {
            return new Rejection(ParleyCode.Invalid, error);
        }

        if (command.CommandId is { } id && !IsCommandId(id))
        {
            return new Rejection(ParleyCode.CommandIdInvalid, $"A command id has 1 to {ProtocolLimits.CommandIdBytes} bytes of UTF-8.");
        }

        if (command.ExpectedSequence < 0)
        {
            return new Rejection(ParleyCode.Invalid, "expected_sequence must be 0 or more. 0 means that the room has no events.");
        }

        return command.Content.Length > ProtocolLimits.ContentBytes
            ? new Rejection(
                ParleyCode.TextTooLong,
                $"The content has {command.Content.Length} bytes; {ProtocolLimits.ContentBytes} are allowed. Send it in parts.")
            : null;
    }

    private static bool IsCommandId(string id) =>
        id.Length > 0 && Encoding.UTF8.GetByteCount(id) <= ProtocolLimits.CommandIdBytes && Utf16.IsWellFormed(id);
}
