using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Routing.Local;

/// <summary>How long rooms stay awake. Section <c>Parley:Room</c> of the configuration.</summary>
public sealed class RoomOptions
{
    /// <summary>
    /// Seconds between two checks of which rooms are in use. 1–86,400, default 120. A room without a post since the last check goes to
    /// sleep, no later than twice this time after its last post. It then takes no memory until the next post, which reads it from the
    /// log.
    /// </summary>
    [Range(1, 86_400)]
    public int IdleSeconds { get; set; } = 120;
}
