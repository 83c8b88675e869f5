namespace Parley.Rooms;

/// <summary>Why a room refused a command. Sending the same command again is refused again.</summary>
public enum RejectCode
{
    /// <summary>The user name is empty, too long or has control characters.</summary>
    UserInvalid = 1,

    /// <summary>The text is longer than <see cref="Protocol.Limits.TextBytes"/>.</summary>
    TextTooLong = 2,
}
