using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Sessions;

/// <summary>Limits of one session, section <c>Parley:Session</c> of the configuration.</summary>
public sealed class SessionOptions
{
    /// <summary>
    /// Seconds within which each end says something. A client that says nothing for twice as long is ended with
    /// <c>CODE_TIMED_OUT</c>. 1–3,600, default 20.
    /// </summary>
    [Range(1, 3_600)]
    public int HeartbeatSeconds { get; set; } = 20;

    /// <summary>Rooms a session may be in at once; a further one is refused with <c>CODE_TOO_MANY_ROOMS</c>. 1–100,000, default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxRooms { get; set; } = 1_000;

    /// <summary>
    /// Posts of a session on their way, unanswered or answered but not read; with more, or more than 256 bytes each on average,
    /// the server reads no further until the client has read. 1–65,536, default 1,024.
    /// </summary>
    [Range(1, 65_536)]
    public int MaxPosts { get; set; } = 1_024;
}
