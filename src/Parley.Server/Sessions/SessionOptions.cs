using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Sessions;

/// <summary>Limits of one session, section <c>Parley:Session</c> of the configuration.</summary>
public sealed class SessionOptions
{
    /// <summary>
    /// The longest silence in seconds that each side of a session may keep. A session whose client is silent for twice as long ends with
    /// <c>CODE_TIMED_OUT</c>. 1–3,600, default 20.
    /// </summary>
    [Range(1, 3_600)]
    public int HeartbeatSeconds { get; set; } = 20;

    /// <summary>
    /// Rooms that a session may be in at once. A further join is refused with <c>CODE_TOO_MANY_ROOMS</c>. 1–100,000, default 1,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxRooms { get; set; } = 1_000;

    /// <summary>
    /// Posts of a session that are unanswered, or whose answer the client has not read, at 256 bytes each. At this limit the server stops reading
    /// from the client until the client has read. 1–65,536, default 1,024.
    /// </summary>
    [Range(1, 65_536)]
    public int MaxPosts { get; set; } = 1_024;
}
