using System.Buffers;
using System.Text.Unicode;
using Parley.Protocol.Chat;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Server.Frames;

namespace Parley.Server.Contracts.Chat;

/// <summary>
/// Turns the messages of one stream into commands. A text is copied once, from the message into the content, without being decoded, and a
/// user who sends again is not decoded again.
/// </summary>
internal sealed class ChatMessageReader
{
    private readonly RepeatedText _user = new();

    /// <summary>Reads a message.</summary>
    /// <param name="message">An encoded <c>chat.ChatMessage</c>.</param>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">It is malformed.</exception>
    public PostCommand Read(ReadOnlySequence<byte> message)
    {
        if (TryRead(message.IsSingleSegment ? message.FirstSpan : message.ToArray(), out var user, out var text))
        {
            return new PostCommand(_user.Decode(user), MessageContent.Encode(text));
        }

        var decoded = ChatMessage.Parser.ParseFrom(message);
        return PostCommand.Message(decoded.UserId, decoded.Text);
    }

    /// <summary>Finds the fields of a message.</summary>
    /// <returns>False for a message that is better left to the generated type, such as a malformed one.</returns>
    private static bool TryRead(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> user, out ReadOnlySpan<byte> text)
    {
        user = default;
        text = default;
        var reader = new WireReader(message);
        while (reader.TryReadField(out var number))
        {
            var isRead = number switch
            {
                ChatMessage.UserIdFieldNumber => reader.TryReadBytes(out user),
                ChatMessage.TextFieldNumber => reader.TryReadBytes(out text),
                ChatMessage.TimestampFieldNumber => reader.TryReadInteger(out _),
                _ => false,
            };
            if (!isRead)
            {
                return false;
            }
        }

        return !reader.IsMalformed && Utf8.IsValid(user) && Utf8.IsValid(text);
    }
}
