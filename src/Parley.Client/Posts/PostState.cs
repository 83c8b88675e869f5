namespace Parley.Client.Posts;

/// <summary>Where a post is.</summary>
internal enum PostState
{
    /// <summary>Before the window: too many are on their way.</summary>
    Waiting,

    /// <summary>In the window, to be sent when the room is joined.</summary>
    Ready,

    /// <summary>In the session's outbox, or sent on it.</summary>
    OnItsWay,

    /// <summary>Answered, failed or given up.</summary>
    Done,
}
