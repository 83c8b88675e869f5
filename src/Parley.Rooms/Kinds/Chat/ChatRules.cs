using System.Text.Unicode;
using Parley.Protocol;
using Parley.Rooms.Contents;

namespace Parley.Rooms.Kinds.Chat;

/// <summary>What a chat room accepts.</summary>
public static class ChatRules
{
    /// <summary>Checks what is to be posted in a chat room.</summary>
    /// <param name="content">An encoded content.</param>
    /// <returns>Why every chat room refuses it; <c>null</c> if it is a message or an erasure that may be posted.</returns>
    public static Rejection? Validate(ReadOnlySpan<byte> content)
    {
        if (ContentTypes.Of(content) == ContentType.Erasure)
        {
            return null;
        }

        if (!MessageContent.TryRead(content, out var text))
        {
            return new Rejection(ParleyCode.Invalid, "A room of kind 'chat' accepts messages and erasures only.");
        }

        if (text.Length > ProtocolLimits.TextBytes)
        {
            return new Rejection(
                ParleyCode.TextTooLong,
                $"The text has {text.Length} bytes of UTF-8; {ProtocolLimits.TextBytes} are allowed. Send it in parts.");
        }

        return Utf8.IsValid(text) ? null : new Rejection(ParleyCode.Invalid, "The text is not valid UTF-8.");
    }
}
