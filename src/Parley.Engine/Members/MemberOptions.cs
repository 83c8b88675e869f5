using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Members;

/// <summary>How the presence of members is told.</summary>
public sealed class MemberOptions
{
    /// <summary>
    /// Milliseconds that a member whose last session broke off stays present, so that a reconnect does not flicker.
    /// 0–600,000, default 5,000.
    /// </summary>
    [Range(0, 600_000)]
    public int GraceMilliseconds { get; set; } = 5_000;

    /// <summary>
    /// Members of a room up to which everybody is told who comes and goes, and sessions up to which they are shown signals. In a larger room
    /// nobody is: it would cost members × members. When it has become smaller everybody is told what was not, of up to 256 users.
    /// 0–10,000, default 256.
    /// </summary>
    [Range(0, 10_000)]
    public int MaxAnnounced { get; set; } = 256;
}
