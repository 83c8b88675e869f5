namespace Parley.Rooms;

/// <summary>Why a command was refused. Nothing of it was numbered.</summary>
public enum RejectCode
{
    /// <summary>The user name is empty, too long or has control characters. The same command is refused again.</summary>
    UserInvalid = 1,

    /// <summary>The text is longer than <see cref="Protocol.ProtocolLimits.TextBytes"/>. The same command is refused again.</summary>
    TextTooLong = 2,

    /// <summary>The command id is empty or longer than <see cref="Protocol.ProtocolLimits.CommandIdBytes"/>. The same command is refused again.</summary>
    CommandIdInvalid = 3,

    /// <summary>The command id was used by the same user for another text. The same command is refused again.</summary>
    CommandIdReused = 4,

    /// <summary>It could not be stored; it may or may not be found after a restart. Send it again with the same command id.</summary>
    Unavailable = 5,

    /// <summary>There is no space to store it. Trying again helps once the operator made some.</summary>
    StorageFull = 6,

    /// <summary>More is waiting to be stored than the server holds. Send it again in a moment.</summary>
    Overloaded = 7,
}
