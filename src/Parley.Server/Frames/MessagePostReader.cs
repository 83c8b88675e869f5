using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Parley.Protocol.V1;
using Parley.Rooms.Contents;

namespace Parley.Server.Frames;

/// <summary>
/// Finds the posts of one session that carry a message, without the generated types: a message is copied once, without being decoded, and
/// the name of the last room is not decoded again.
/// </summary>
internal sealed class MessagePostReader
{
    private readonly RepeatedText _room = new();

    /// <summary>Reads a frame.</summary>
    /// <param name="frame">An encoded <see cref="ClientFrame"/>.</param>
    /// <param name="post">The post.</param>
    /// <returns>False for any other frame, and for one that is better left to the generated type, such as a malformed one.</returns>
    public bool TryRead(ReadOnlySequence<byte> frame, out MessagePost post) =>
        TryRead(frame.IsSingleSegment ? frame.FirstSpan : frame.ToArray(), out post);

    private bool TryRead(ReadOnlySpan<byte> frame, out MessagePost post)
    {
        post = default;
        var reader = new WireReader(frame);
        if (!reader.TryReadField(out var number) || number != ClientFrame.PostFieldNumber || !reader.TryReadBytes(out var fields))
        {
            return false;
        }

        // A second field would change or replace the post.
        return !reader.TryReadField(out _) && !reader.IsMalformed && TryReadPost(fields, out post);
    }

    private bool TryReadPost(ReadOnlySpan<byte> fields, out MessagePost post)
    {
        post = default;
        ReadOnlySpan<byte> room = default, commandId = default, content = default;
        long? expected = null;
        var reader = new WireReader(fields);
        while (reader.TryReadField(out var number))
        {
            ulong sequence = 0;
            var isRead = number switch
            {
                Post.RoomFieldNumber => reader.TryReadBytes(out room),
                Post.CommandIdFieldNumber => reader.TryReadBytes(out commandId),
                Post.ContentFieldNumber when content.IsEmpty => reader.TryReadBytes(out content),
                Post.ExpectedSequenceFieldNumber => reader.TryReadInteger(out sequence),
                _ => false,
            };
            if (!isRead)
            {
                return false;
            }

            expected = number == Post.ExpectedSequenceFieldNumber ? (long)sequence : expected;
        }

        if (reader.IsMalformed || !Utf8.IsValid(room) || !Utf8.IsValid(commandId) || !IsMessage(content))
        {
            return false;
        }

        post = new MessagePost(_room.Decode(room), Encoding.UTF8.GetString(commandId), content.ToArray(), expected);
        return true;
    }

    /// <summary>True for a message as it would be encoded here. Anything more would be a field that this version does not know.</summary>
    private static bool IsMessage(ReadOnlySpan<byte> content) =>
        MessageContent.TryRead(content, out var text) && content.Length == MessageContent.SizeOf(text.Length) && Utf8.IsValid(text);
}
