using System.ComponentModel.DataAnnotations;
using Parley.Protocol;

namespace Parley.Engine.Commits;

/// <summary>
/// How many events are committed at once, and how many may wait to be committed. Section <c>Parley:Commit</c> of the configuration.
/// </summary>
public sealed class CommitOptions
{
    /// <summary>
    /// Events in one transaction, over all rooms. 1–100,000, default 5,000. Further events go into the next transaction. A batch that is
    /// larger than the limit gets a transaction of its own.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxGroup { get; set; } = 5_000;

    /// <summary>
    /// Events that may wait to be committed, over all rooms. 1–10,000,000, default 100,000. Further posts are refused as
    /// <see cref="ParleyCode.Overloaded"/>. A batch that is larger than the limit is accepted only when nothing else waits.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxWaiting { get; set; } = 100_000;

    /// <summary>
    /// Bytes of events that may wait to be committed, over all rooms. 1,048,576–17,179,869,184, default 67,108,864 (64 MiB). Each event
    /// counts its content and 200 bytes. Further posts are refused as <see cref="ParleyCode.Overloaded"/>.
    /// </summary>
    [Range(1_048_576, 17_179_869_184)]
    public long MaxWaitingBytes { get; set; } = 67_108_864;

    /// <summary>
    /// Seconds between checks of the log. 1–3,600, default 1. While the log fails, each check is an attempt to write, and the server is
    /// healthy again after the first one that succeeds.
    /// </summary>
    [Range(1, 3_600)]
    public int ProbeSeconds { get; set; } = 1;
}
