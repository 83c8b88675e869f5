using Parley.Rooms.Contents;

namespace Parley.Rooms;

/// <summary>The command to post something in a room, or to create the room.</summary>
/// <param name="User">The author; see <see cref="Parley.Protocol.UserName"/>.</param>
/// <param name="Content">
/// An encoded <c>parley.v1.Content</c>, at most <see cref="Parley.Protocol.ProtocolLimits.ContentBytes"/>. Nobody may change the bytes.
/// </param>
/// <param name="CommandId">
/// The user's id for this command, unique in the room: a retry with the same id does not become a second event. 1 to
/// <see cref="Parley.Protocol.ProtocolLimits.CommandIdBytes"/> bytes of UTF-8. <c>null</c> for none: then every post is a new event.
/// </param>
/// <param name="ExpectedSequence">
/// The sequence that the room's last event must have, 0 or more; if it has another, the command is refused as
/// <see cref="Parley.Protocol.ParleyCode.SequenceMoved"/>. <c>null</c> if any will do.
/// </param>
public sealed record PostCommand(string User, ReadOnlyMemory<byte> Content, string? CommandId = null, long? ExpectedSequence = null)
{
    /// <summary>Identifies this command in its room; <c>null</c> if it has no command id.</summary>
    public CommandKey? Key => CommandId is null ? null : new CommandKey(User, CommandId);

    /// <summary>The command to post a message.</summary>
    /// <param name="user">The author.</param>
    /// <param name="text">The text; may be empty. At most <see cref="Parley.Protocol.ProtocolLimits.TextBytes"/> bytes of UTF-8.</param>
    /// <param name="commandId">The user's id for the command, if it has one.</param>
    public static PostCommand Message(string user, string text, string? commandId = null) =>
        new(user, MessageContent.Encode(text), commandId);
}
