namespace Parley.Load.Workloads;

/// <summary>What a replay reads, and how often.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Events in the room.</summary>
    public required int Events { get; init; }

    /// <summary>The length of a text, in bytes.</summary>
    public required int TextBytes { get; init; }

    /// <summary>Readers of the whole room at the same time, each on a connection of its own. Default 1.</summary>
    public int Readers { get; init; } = 1;

    /// <summary>How often every reader reads the room. Default 1.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>The room's name. Default: a new one.</summary>
    public string? Room { get; init; }

    /// <summary>An earlier replay filled the room. Default: this one fills it.</summary>
    public bool IsFilled { get; init; }
}
