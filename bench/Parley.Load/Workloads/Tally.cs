namespace Parley.Load.Workloads;

/// <summary>Totals over all members of a crowd.</summary>
internal sealed class Tally
{
    public int Joined { get; set; }

    public int Ended { get; set; }

    public long Received { get; set; }
}
