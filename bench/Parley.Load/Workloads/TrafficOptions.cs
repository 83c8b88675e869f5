namespace Parley.Load.Workloads;

/// <summary>How the senders of a crowd send.</summary>
internal sealed record TrafficOptions
{
    /// <summary>Messages a sender has in flight (closed loop). Default 10; unused if <see cref="Rate"/> is set.</summary>
    public int Window { get; init; } = 10;

    /// <summary>Messages per second over all senders (open loop). Default 0: closed loop.</summary>
    public int Rate { get; init; }

    /// <summary>Further readers with the official client, to verify the raw ones. Default 0.</summary>
    public int Sample { get; init; }

    /// <summary>Whether the result has the highest latency. Default false.</summary>
    public bool HasMax { get; init; }

    /// <summary>The result's name for answered messages per second.</summary>
    public string AnswersName { get; init; } = "postsPerSecond";
}
