namespace Parley.Engine.Feeds;

/// <summary>The reader of a follower, which is woken when there may be something new in the feed.</summary>
public interface IWakeable
{
    /// <summary>
    /// There may be something to read. Any thread may call this, often and even needlessly. It must neither block nor throw.
    /// </summary>
    void Wake();
}
