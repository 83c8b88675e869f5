namespace Parley.Protocol;

/// <summary>
/// Why a request was refused, or why a session or a membership of a room ended. The numbers are those of <c>parley.v1.Code</c> on the wire.
/// A number that this version does not know comes from a newer server; treat it as final.
/// </summary>
public enum ParleyCode
{
    /// <summary>No code: the failure did not come from a Parley server.</summary>
    Unspecified = 0,

    /// <summary>A field is missing, malformed or out of range; the reason names it. A retry is refused again.</summary>
    Invalid = 1,

    /// <summary>The text is longer than <see cref="ProtocolLimits.TextBytes"/>. A retry is refused again.</summary>
    TextTooLong = 2,

    /// <summary>The command id is empty or longer than <see cref="ProtocolLimits.CommandIdBytes"/>. A retry is refused again.</summary>
    CommandIdInvalid = 3,

    /// <summary>The same user has used the command id in this room for other content. A retry is refused again.</summary>
    CommandIdReused = 4,

    /// <summary>The server could not store the command, and it may or may not turn up later. Retry with the same command id.</summary>
    Unavailable = 5,

    /// <summary>The server has no space left to store the command. A retry succeeds once the operator has made space.</summary>
    StorageFull = 6,

    /// <summary>Too many commands are waiting to be stored. Retry in a moment.</summary>
    Overloaded = 7,

    /// <summary>The server does not know this kind of frame or content. The same frame is refused again.</summary>
    UnknownFrame = 8,

    /// <summary>The session is not in this room. Join it first.</summary>
    NotJoined = 9,

    /// <summary>The session is already in this room.</summary>
    AlreadyJoined = 10,

    /// <summary>The session is in as many rooms as it may be. Leave one, or open another session.</summary>
    TooManyRooms = 11,

    /// <summary>The client sent a second Hello. The session continues with the first one.</summary>
    AlreadyGreeted = 12,

    /// <summary>The client left the room.</summary>
    Left = 13,

    /// <summary>The first frame was not a Hello. Do not reconnect.</summary>
    HelloExpected = 14,

    /// <summary>The server does not speak the protocol version that the client asked for. Do not reconnect.</summary>
    VersionUnsupported = 15,

    /// <summary>A frame could not be parsed, or was larger than <see cref="ProtocolLimits.FrameBytes"/>. Do not reconnect.</summary>
    Malformed = 16,

    /// <summary>The client was silent for two heartbeats. Reconnect and resume.</summary>
    TimedOut = 17,

    /// <summary>The server is shutting down. Reconnect and resume.</summary>
    ShuttingDown = 18,

    /// <summary>The room's last event is not the one that the command expected. Read what is new, adapt the command, post again.</summary>
    SequenceMoved = 19,

    /// <summary>The room is of another kind than the one asked for. A retry is refused again.</summary>
    KindMismatch = 20,

    /// <summary>The server does not know the room's kind, or knows only an older version. Its rooms can be read, but no more.</summary>
    KindUnknown = 21,

    /// <summary>The user may not do this. A retry is refused again until somebody allows it.</summary>
    Forbidden = 22,

    /// <summary>The room no longer has the events after the position: old events were removed. Continue with the oldest it has.</summary>
    BelowFloor = 23,

    /// <summary>An event that would come next is damaged on the server's disk. Later events can be read.</summary>
    Damaged = 24,
}
