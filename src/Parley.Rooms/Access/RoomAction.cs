namespace Parley.Rooms.Access;

/// <summary>What somebody wants to do in a room.</summary>
public enum RoomAction
{
    /// <summary>To be present in the room, and to receive its events.</summary>
    Join = 1,

    /// <summary>To read the room's log without being present.</summary>
    Read,

    /// <summary>To post.</summary>
    Post,

    /// <summary>To send signals.</summary>
    Signal,

    /// <summary>To create the room with a kind.</summary>
    Create,

    /// <summary>To see who is present.</summary>
    ListMembers,
}
