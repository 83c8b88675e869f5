namespace Parley.Rooms;

/// <summary>The command to post a message in a room.</summary>
/// <param name="User">The author; see <see cref="Parley.Protocol.UserName"/>.</param>
/// <param name="Text">The message; may be empty. At most <see cref="Parley.Protocol.ProtocolLimits.TextBytes"/> bytes of UTF-8.</param>
/// <param name="CommandId">
/// The user's id for this command, unique in the room: a retry with the same id does not become a second event. 1 to
/// <see cref="Parley.Protocol.ProtocolLimits.CommandIdBytes"/> bytes of UTF-8. <c>null</c> for none: then every post is a new event.
/// </param>
public sealed record PostCommand(string User, string Text, string? CommandId = null)
{
    /// <summary>Identifies this command in its room; <c>null</c> if it has no command id.</summary>
    public CommandKey? Key => CommandId is null ? null : new CommandKey(User, CommandId);
}
