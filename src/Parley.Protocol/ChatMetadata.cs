namespace Parley.Protocol;

/// <summary>Request metadata understood by <c>JoinChat</c>.</summary>
public static class ChatMetadata
{
    /// <summary>Names the room to join; see <see cref="RoomName"/>. Default <see cref="RoomName.Default"/>.</summary>
    public const string Room = "parley-room";

    /// <summary>Asks for the last N messages before the new ones: a whole number from 0 on. Default 0.</summary>
    public const string History = "parley-history";
}
