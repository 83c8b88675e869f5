namespace Parley.Server.Sessions;

/// <summary>
/// How many rooms of a session read the log at once: a session that comes back to a thousand rooms holds a few pages, not a
/// thousand. Used by the session's writer alone.
/// </summary>
internal sealed class PageTurns
{
    private const int Most = 4;

    private readonly Queue<SessionRoom> _waiting = new();
    private int _taken;

    /// <summary>Takes a turn; without one, the room is queued again when a turn is returned.</summary>
    public bool TryTake(SessionRoom room)
    {
        if (_taken == Most)
        {
            _waiting.Enqueue(room);
            return false;
        }

        _taken++;
        return true;
    }

    public void Return()
    {
        _taken--;
        while (_waiting.TryDequeue(out var room))
        {
            room.Queue();
        }
    }
}
