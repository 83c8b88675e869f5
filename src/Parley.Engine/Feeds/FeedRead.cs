namespace Parley.Engine.Feeds;

/// <summary>What a follower found in its feed.</summary>
public enum FeedRead
{
    /// <summary>Nothing new: the follower is at the head.</summary>
    AtHead,

    /// <summary>Frames were read and the position moved.</summary>
    Frames,

    /// <summary>The next event is older than everything the feed keeps: it is in the log.</summary>
    FellOut,
}
