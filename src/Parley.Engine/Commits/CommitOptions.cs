using System.ComponentModel.DataAnnotations;
using Parley.Protocol;

namespace Parley.Engine.Commits;

/// <summary>How much is committed at once, and how much may wait for it.</summary>
public sealed class CommitOptions
{
    /// <summary>Events in one transaction, over all rooms. 1–100,000, default 5,000; exceeded only by a single larger batch.</summary>
    [Range(1, 100_000)]
    public int MaxGroup { get; set; } = 5_000;

    /// <summary>
    /// Events that wait to be committed, over all rooms. 1–10,000,000, default 100,000. Posts beyond it are refused as
    /// <see cref="ParleyCode.Overloaded"/>.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxWaiting { get; set; } = 100_000;

    /// <summary>Seconds between attempts to write while the log fails and nothing else is written. 1–3,600, default 1.</summary>
    [Range(1, 3_600)]
    public int ProbeSeconds { get; set; } = 1;
}
