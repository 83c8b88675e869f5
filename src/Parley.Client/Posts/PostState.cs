namespace Parley.Client.Posts;

/// <summary>How far a post has come.</summary>
internal enum PostState
{
    /// <summary>Not in the window yet: too many posts are in flight.</summary>
    Waiting,

    /// <summary>In the window. Sent once the room is joined, unless a refused post goes first.</summary>
    Ready,

    /// <summary>In the session's queue, or sent.</summary>
    InFlight,

    /// <summary>Answered, failed or cancelled.</summary>
    Done,
}
