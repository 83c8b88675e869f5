using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Rooms;

/// <summary>How long rooms stay awake.</summary>
public sealed class RoomOptions
{
    /// <summary>
    /// Seconds between two looks at whether a room is used. 1–86,400, default 120. A room nobody posted to since the last look is put
    /// away: it costs no memory until the next post, which reads its head from the log.
    /// </summary>
    [Range(1, 86_400)]
    public int IdleSeconds { get; set; } = 120;
}
