namespace Parley.Protocol;

/// <summary>
/// Why something was refused, or why a session or a stay in a room ended. The numbers are those of <c>parley.v1.Code</c> on the wire; a number
/// that this version does not know comes from a newer server and counts as final.
/// </summary>
public enum ParleyCode
{
    /// <summary>No code: the failure did not come from a Parley server.</summary>
    Unspecified = 0,

    /// <summary>A field is missing, malformed or out of range; the reason names it. The same command is refused again.</summary>
    Invalid = 1,

    /// <summary>The text is longer than <see cref="ProtocolLimits.TextBytes"/>. The same command is refused again.</summary>
    TextTooLong = 2,

    /// <summary>The command id is empty or longer than <see cref="ProtocolLimits.CommandIdBytes"/>. The same command is refused again.</summary>
    CommandIdInvalid = 3,

    /// <summary>The same user has used the command id in this room for other content. The same command is refused again.</summary>
    CommandIdReused = 4,

    /// <summary>It could not be stored now; it may or may not be found later. Send it again with the same command id.</summary>
    Unavailable = 5,

    /// <summary>The server has no space to store it. Sending it again helps once the operator has made some.</summary>
    StorageFull = 6,

    /// <summary>More waits to be stored than the server holds. Send it again in a moment.</summary>
    Overloaded = 7,

    /// <summary>A frame or content that this server does not know. The same frame is refused again.</summary>
    UnknownFrame = 8,

    /// <summary>The session is not in this room. Join it first.</summary>
    NotJoined = 9,

    /// <summary>The session is in this room already.</summary>
    AlreadyJoined = 10,

    /// <summary>The session is in as many rooms as it may be. Leave one, or open another session.</summary>
    TooManyRooms = 11,

    /// <summary>A second Hello. The session goes on with the first.</summary>
    AlreadyGreeted = 12,

    /// <summary>The client left the room.</summary>
    Left = 13,

    /// <summary>The session did not begin with a Hello, or none came in time. Do not reconnect.</summary>
    HelloExpected = 14,

    /// <summary>The server does not speak the protocol version that the client asked for. Do not reconnect.</summary>
    VersionUnsupported = 15,

    /// <summary>A frame could not be parsed, or was larger than <see cref="ProtocolLimits.FrameBytes"/>. Do not reconnect.</summary>
    Malformed = 16,

    /// <summary>The client was silent for two heartbeats. Connect again and resume.</summary>
    TimedOut = 17,

    /// <summary>The server is shutting down. Connect again and resume.</summary>
    ShuttingDown = 18,
}
