using System.Net;

namespace Parley.Load.Workloads;

/// <summary>One room, many readers, some of them senders.</summary>
internal sealed record FanOutOptions
{
    public required IPEndPoint Server { get; init; }

    /// <summary>Process id of the server, whose CPU and memory are measured.</summary>
    public required int Process { get; init; }

    public string Path { get; init; } = "/chat.ChatService/JoinChat";

    public string Room { get; init; } = "bench";

    public int Connections { get; init; } = 100;

    public int StreamsPerConnection { get; init; } = 1;

    public int Senders { get; init; } = 10;

    /// <summary>Messages a sender has in flight (closed loop); unused if <see cref="Rate"/> is set.</summary>
    public int Window { get; init; } = 10;

    /// <summary>Messages per second over all senders (open loop); 0 for closed loop.</summary>
    public int Rate { get; init; }

    public int TextBytes { get; init; } = 100;

    /// <summary>Further readers that stop reading when the measurement begins.</summary>
    public int Stopped { get; init; }

    public double WarmUpSeconds { get; init; } = 3;

    public double Seconds { get; init; } = 5;
}
