namespace Parley.Load.Workloads;

/// <summary>The connections, streams, rooms and senders of a crowd.</summary>
internal sealed record CrowdOptions
{
    public required int Connections { get; init; }

    public required int Streams { get; init; }

    /// <summary>The name of the room; with several rooms, the prefix of their names.</summary>
    public string RoomName { get; init; } = "bench";

    public int Rooms { get; init; } = 1;

    public int Senders { get; init; }

    public int TextBytes { get; init; } = 100;

    /// <summary>Further connections, with one stream each, that stop reading. Default 0.</summary>
    public int Stopped { get; init; }

    /// <summary>Streams that join at the same time. Default 64.</summary>
    public int Joining { get; init; } = 64;

    /// <summary>Latencies are recorded for one stream in this many. Default 10.</summary>
    public int LatencyEvery { get; init; } = 10;

    /// <summary>Whether members receive messages; otherwise they only post.</summary>
    public bool IsReader { get; init; } = true;
}
