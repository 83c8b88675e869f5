namespace Parley.Engine.Logs;

/// <summary>Why a log could not do what was asked.</summary>
public enum RoomLogFailure
{
    /// <summary>The disk reported an error, or the log is closed. Trying again later may help.</summary>
    Unavailable,

    /// <summary>There is no room on the disk.</summary>
    Full,
}
