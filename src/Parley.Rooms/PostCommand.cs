namespace Parley.Rooms;

/// <summary>The command to say something in a room.</summary>
/// <param name="User">Who says it.</param>
/// <param name="Text">What is said; may be empty.</param>
/// <param name="CommandId">
/// The sender's id for this command, unique per user and room: a retry with the same id becomes no second event.
/// <c>null</c> if the sender has none and every post is a new event.
/// </param>
public sealed record PostCommand(string User, string Text, string? CommandId = null)
{
    /// <summary>What makes this command unique; <c>null</c> without a command id.</summary>
    public CommandKey? Key => CommandId is null ? null : new CommandKey(User, CommandId);
}
