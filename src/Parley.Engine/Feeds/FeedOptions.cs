using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Feeds;

/// <summary>How much of a room's recent events is kept encoded in memory.</summary>
public sealed class FeedOptions
{
    /// <summary>
    /// Encoded bytes a feed keeps in memory. 64 KiB–64 MiB, default 4 MiB. A follower that falls further behind than that
    /// is lagging and reads the log.
    /// </summary>
    [Range(65_536, 67_108_864)]
    public int Capacity { get; set; } = 4_194_304;

    /// <summary>
    /// Bytes handed to one follower's stream before its flush is awaited: the most a follower that stopped reading holds in
    /// the server beside the socket's own buffers. 4 KiB–1 MiB, default 32 KiB; exceeded by up to
    /// one event.
    /// </summary>
    [Range(4_096, 1_048_576)]
    public int ReadSize { get; set; } = 32_768;
}
