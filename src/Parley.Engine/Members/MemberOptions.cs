using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Members;

/// <summary>How rooms announce their members. Section <c>Parley:Member</c> of the configuration.</summary>
public sealed class MemberOptions
{
    /// <summary>
    /// Milliseconds that a user stays a member after the last session broke off, so that a reconnect does not flicker. 0–600,000, default
    /// 5,000. Then the user leaves the room; with 0, at once.
    /// </summary>
    [Range(0, 600_000)]
    public int GraceMilliseconds { get; set; } = 5_000;

    /// <summary>
    /// A room announces who comes and goes while it has at most this many members, and delivers signals while it has at most this many
    /// sessions. 0–10,000, default 256. A larger room does neither, because that would cost members times members; a session that joins it
    /// gets a list of only the first members. Its sessions are notified when the room becomes too large, and, within a second, when it is
    /// small enough again.
    /// </summary>
    [Range(0, 10_000)]
    public int MaxAnnounced { get; set; } = 256;
}
