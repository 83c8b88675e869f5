using Parley.Protocol;

namespace Parley.Client;

/// <summary>
/// A post was sent but never answered: it may or may not be in the room. To find out, post the same text with the same
/// <see cref="CommandId"/>: that never creates a second event and returns the sequence in either case.
/// </summary>
public sealed class OutcomeUnknownException : ParleyException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="commandId">The command id of the post.</param>
    /// <param name="reason">Why there is no answer, for people: a sentence.</param>
    /// <param name="inner">The cause.</param>
    public OutcomeUnknownException(string room, string commandId, string reason, Exception? inner = null)
        : base(ParleyCode.Unavailable, Describe(room, commandId, reason), null, inner) => (Room, CommandId) = (room, commandId);

    /// <summary>The room's name.</summary>
    public string Room { get; }

    /// <summary>The command id of the post.</summary>
    public string CommandId { get; }

    private static string Describe(string room, string commandId, string reason) =>
        $"It is unknown whether the post '{commandId}' is in {room}: {reason} Post it again with this command id to find out.";
}
