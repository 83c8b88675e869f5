namespace Parley.Load.Workloads;

/// <summary>What happened to all members of a crowd together.</summary>
internal sealed class Tally
{
    public int Joined { get; set; }

    public int Ended { get; set; }

    public long Received { get; set; }
}
