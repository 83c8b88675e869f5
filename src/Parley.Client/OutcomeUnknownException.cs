using Parley.Protocol.V1;

namespace Parley.Client;

/// <summary>
/// A post was sent, and no answer came: it may be in the room or not. Saying the same text again with the same <see cref="CommandId"/> makes no
/// second event and gives the sequence, whatever happened.
/// </summary>
public sealed class OutcomeUnknownException : ParleyException
{
    /// <summary>Says which post.</summary>
    /// <param name="room">The room.</param>
    /// <param name="commandId">The id of the post.</param>
    /// <param name="reason">Why there is no answer, for people.</param>
    /// <param name="inner">What is behind it.</param>
    public OutcomeUnknownException(string room, string commandId, string reason, Exception? inner = null)
        : base(Code.Unavailable, $"Whether the post '{commandId}' is in {room} is unknown: {reason} Say it again with this command id to know.", null, inner) =>
        (Room, CommandId) = (room, commandId);

    /// <summary>The room.</summary>
    public string Room { get; }

    /// <summary>The id of the post.</summary>
    public string CommandId { get; }
}
