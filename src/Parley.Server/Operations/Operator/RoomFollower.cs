namespace Parley.Server.Operations.Operator;

/// <summary>How far somebody who follows a room is.</summary>
/// <param name="Room">The room.</param>
/// <param name="User">Who follows it; empty for streams of the chat contract, which name nobody until they post.</param>
/// <param name="Behind">How many events have not been read for the follower yet; 0 or more.</param>
/// <param name="Position">The sequence of the last event that was read for the follower. It may still be on its way.</param>
/// <param name="Head">The sequence of the room's last event.</param>
public sealed record RoomFollower(string Room, string User, long Behind, long Position, long Head);
