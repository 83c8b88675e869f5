using System.Text;
using Google.Protobuf;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Server.Frames;

/// <summary>Turns what clients post into commands.</summary>
internal static class PostReader
{
    private static readonly Rejection NotCreatedByPost = new(
        ParleyCode.Invalid, "A room is not created by a post. Join it with create.");

    private static readonly Rejection ErasedPosted = new(
        ParleyCode.Invalid, "An erased content cannot be posted. To erase earlier events, post an erasure.");

    /// <summary>Reads a post.</summary>
    /// <param name="user">The author.</param>
    /// <param name="content">What to post; <c>null</c> if the frame has none.</param>
    /// <param name="commandId">The command id.</param>
    /// <param name="expectedSequence">The head that the post expects; <c>null</c> if it expects none.</param>
    /// <param name="command">The command.</param>
    /// <returns>Why every room refuses the post; <c>null</c> if its room is to decide.</returns>
    public static Rejection? Read(string user, Content? content, string commandId, long? expectedSequence, out PostCommand command)
    {
        command = new PostCommand(user, Encode(content), commandId, expectedSequence);
        return content?.KindCase switch
        {
            null or Content.KindOneofCase.None => UnknownField.Refuse(content),
            Content.KindOneofCase.Created => NotCreatedByPost,
            Content.KindOneofCase.Erased => ErasedPosted,
            Content.KindOneofCase.Custom when Encoding.UTF8.GetByteCount(content.Custom.Type) is 0 or > ProtocolLimits.CustomTypeBytes =>
                new Rejection(ParleyCode.Invalid, $"The type of a custom content has 1 to {ProtocolLimits.CustomTypeBytes} bytes."),
            _ when ContentTypes.Of(command.Content.Span) == ContentType.Unknown =>
                new Rejection(ParleyCode.UnknownFrame, "The content has fields that this server does not know."),
            _ => PostRules.Validate(command),
        };
    }

    // Encoded anew, without fields that this version does not know: in an erasure, they could never be erased.
    private static byte[] Encode(Content? content) => content?.KindCase switch
    {
        null => [],
        Content.KindOneofCase.Message => MessageContent.Encode(content.Message.Text),
        Content.KindOneofCase.Erasure => new ErasureContent([.. content.Erasure.Sequences]).Encode(),
        _ => content.ToByteArray(),
    };
}
