namespace Parley.Protocol;

/// <summary>Request metadata understood by <c>JoinChat</c>.</summary>
public static class ChatMetadata
{
    /// <summary>Names the room to join; see <see cref="RoomName"/>. Default <see cref="RoomName.Default"/>.</summary>
    public const string Room = "parley-room";
}
