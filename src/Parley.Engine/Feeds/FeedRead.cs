namespace Parley.Engine.Feeds;

/// <summary>The result of reading a feed.</summary>
public enum FeedRead
{
    /// <summary>There is nothing new: the follower is at the head.</summary>
    AtHead,

    /// <summary>Frames were read and the position moved.</summary>
    Frames,

    /// <summary>The follower lags: the feed no longer has the next event, so that event must be read from the log.</summary>
    Lagging,
}
