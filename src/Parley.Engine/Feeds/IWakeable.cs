namespace Parley.Engine.Feeds;

/// <summary>The reader of a follower, which is woken when there may be something new in the feed.</summary>
public interface IWakeable
{
    /// <summary>
    /// There may be something to read. Any thread calls this, often and even without need. It must neither block nor throw.
    /// </summary>
    void Wake();
}
