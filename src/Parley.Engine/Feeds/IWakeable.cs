namespace Parley.Engine.Feeds;

/// <summary>Who reads a follower's feed, and is told that there may be something new.</summary>
public interface IWakeable
{
    /// <summary>There may be something to do. Called from any thread, often, and must neither block nor throw.</summary>
    void Wake();
}
