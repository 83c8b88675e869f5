using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Snapshots;

/// <summary>How often the states of rooms are saved. Section <c>Parley:Snapshot</c> of the configuration.</summary>
public sealed class SnapshotOptions
{
    /// <summary>
    /// Events between two snapshots of a room whose kind has state. 1–1,000,000, default 1,000. Opening a room applies at most about this
    /// many events, unless its last snapshots could not be saved. A room also saves one when it goes to sleep.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Events { get; set; } = 1_000;
}
