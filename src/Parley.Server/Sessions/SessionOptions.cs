using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Sessions;

/// <summary>Limits of one session, section <c>Parley:Session</c> of the configuration.</summary>
public sealed class SessionOptions
{
    /// <summary>
    /// The longest silence that either side of a session may keep, in seconds. 1–3,600, default 20. A session whose client is silent for
    /// twice as long ends with <c>CODE_TIMED_OUT</c>.
    /// </summary>
    [Range(1, 3_600)]
    public int HeartbeatSeconds { get; set; } = 20;

    /// <summary>
    /// Rooms that a session may be in at once. 1–100,000, default 1,000. A further join is refused with <c>CODE_TOO_MANY_ROOMS</c>.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxRooms { get; set; } = 1_000;

    /// <summary>
    /// Frames of a session, mostly posts, whose answers are not written yet. Each counts once, and once more for every full 256 bytes that
    /// are held until its answer is written. 1–65,536, default 1,024. At the limit the server stops reading until the client has read its
    /// answers.
    /// </summary>
    [Range(1, 65_536)]
    public int MaxPosts { get; set; } = 1_024;

    /// <summary>
    /// Pages of the log, each of about <c>Feed:ReadSize</c> bytes, that all sessions together may hold beyond one each while their rooms
    /// catch up. 0–1,000,000, default 2,048. At the limit a session reads its rooms one after the other.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxPages { get; set; } = 2_048;
}
