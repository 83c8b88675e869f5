using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Feeds;

/// <summary>
/// How much of a room's recent events is kept in memory, and how much one stream is given at once. Section <c>Parley:Feed</c> of the
/// configuration.
/// </summary>
public sealed class FeedOptions
{
    /// <summary>
    /// Bytes of encoded events that a feed keeps in memory, per room and format. 65,536–67,108,864, default 4,194,304 (4 MiB). A follower
    /// that is further behind lags: it reads the log until it has caught up.
    /// </summary>
    // The default exceeds what is in flight: with 1 MiB and large texts, every follower ended up reading the log.
    [Range(65_536, 67_108_864)]
    public int Capacity { get; set; } = 4_194_304;

    /// <summary>
    /// Bytes of encoded events that all feeds together keep in memory. 1,048,576–1,099,511,627,776, default 268,435,456 (256 MiB). Beyond
    /// it, feeds first drop what all their followers have read, then their oldest events: followers read those from the log.
    /// </summary>
    [Range(1_048_576, 1_099_511_627_776)]
    public long Budget { get; set; } = 268_435_456;

    /// <summary>
    /// Bytes handed to one stream before its flush is awaited, exceeded only by a single larger event. 4,096–1,048,576, default 32,768
    /// (32 KiB). The next bytes wait until the client has taken these, so a client that stops reading ties up no more than this in the
    /// server, apart from the buffers of its socket.
    /// </summary>
    [Range(4_096, 1_048_576)]
    public int ReadSize { get; set; } = 32_768;
}
