namespace Parley.Load.Workloads;

/// <summary>Who joins which rooms.</summary>
internal sealed record CrowdOptions
{
    public required int Connections { get; init; }

    public required int Streams { get; init; }

    /// <summary>Rooms are named after this and numbered.</summary>
    public string RoomName { get; init; } = "bench";

    public int Rooms { get; init; } = 1;

    public int Senders { get; init; }

    public int TextBytes { get; init; } = 100;

    /// <summary>Further connections with a stream each, that are going to stop reading.</summary>
    public int Stopped { get; init; }

    /// <summary>Streams on their way into a room at the same time.</summary>
    public int Joining { get; init; } = 64;

    /// <summary>Every how many-th stream's latencies are recorded.</summary>
    public int LatencyEvery { get; init; } = 10;

    public bool Listens { get; init; } = true;
}
