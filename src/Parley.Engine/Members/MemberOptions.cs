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
    /// The number of members up to which a room announces who comes and goes, and of sessions up to which it delivers signals. 0–10,000,
    /// default 256. A larger room does neither, because that would cost members times members, and a session that joins gets a list of only
    /// the first members. Once the room is small enough again, its sessions are notified of what they missed, for up to 256 users who came
    /// or went.
    /// </summary>
    [Range(0, 10_000)]
    public int MaxAnnounced { get; set; } = 256;
}
