using System.ComponentModel.DataAnnotations;

namespace Parley.Cluster;

/// <summary>How long rooms stay active. Section <c>Parley:Room</c> of the configuration.</summary>
public sealed class RoomOptions
{
    /// <summary>
    /// Seconds between two checks of whether a room is in use. 1–86,400, default 120. A room without a post since the last check is
    /// deactivated, no later than twice this time after its last post. It then takes no memory until the next post, which reads its head
    /// from the log.
    /// </summary>
    [Range(1, 86_400)]
    public int IdleSeconds { get; set; } = 120;
}
