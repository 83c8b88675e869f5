namespace Parley.Protocol;

/// <summary>Names of the request metadata that <c>JoinChat</c> understands.</summary>
public static class ChatMetadata
{
    /// <summary>The room to join; see <see cref="RoomName"/>. Default <see cref="RoomName.Default"/>.</summary>
    public const string Room = "parley-room";

    /// <summary>How many earlier messages to send before the new ones: a whole number, 0 or more. Default 0.</summary>
    public const string History = "parley-history";
}
