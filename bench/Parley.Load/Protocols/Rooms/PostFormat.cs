using System.Text;
using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols.Rooms;

/// <summary>Writes a <c>parley.v1.ClientFrame</c> with a post in Protocol Buffers.</summary>
internal static class PostFormat
{
    private const byte PostTag = 0x22;
    private const byte RoomTag = 0x0a;
    private const byte CommandIdTag = 0x12;
    private const byte ContentTag = 0x1a;
    private const byte MessageTag = 0x0a;
    private const byte TextTag = 0x0a;

    /// <summary>The bytes of a frame before its text.</summary>
    /// <param name="room">The room.</param>
    /// <param name="commandId">The command id.</param>
    /// <param name="textBytes">The length of the text.</param>
    /// <param name="commandEnd">The position in the frame at which the command id ends.</param>
    public static byte[] BeforeText(string room, string commandId, int textBytes, out int commandEnd)
    {
        var text = Head(TextTag, textBytes);
        var message = Head(MessageTag, text.Count + textBytes);
        var content = Head(ContentTag, message.Count + text.Count + textBytes);
        List<byte> names =
        [
            .. Head(RoomTag, room.Length), .. Encoding.ASCII.GetBytes(room),
            .. Head(CommandIdTag, commandId.Length), .. Encoding.ASCII.GetBytes(commandId),
        ];
        var post = Head(PostTag, names.Count + content.Count + message.Count + text.Count + textBytes);
        commandEnd = post.Count + names.Count;
        return [.. post, .. names, .. content, .. message, .. text];
    }

    private static List<byte> Head(byte tag, int length)
    {
        var bytes = new List<byte> { tag };
        Varint.Add(bytes, length);
        return bytes;
    }
}
