namespace Parley.Load.Workloads;

/// <summary>How a crowd talks.</summary>
internal sealed record TrafficOptions
{
    /// <summary>Messages a sender has in flight (closed loop); unused if <see cref="Rate"/> is set.</summary>
    public int Window { get; init; } = 10;

    /// <summary>Messages per second over all senders (open loop); 0 for closed loop.</summary>
    public int Rate { get; init; }

    /// <summary>Further readers that use the official client, to compare what they see.</summary>
    public int Sample { get; init; }

    /// <summary>What the number of answered messages per second is called in the result.</summary>
    public string AnswersName { get; init; } = "postsPerSecond";
}
