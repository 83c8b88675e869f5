namespace Parley.Server.Sessions;

/// <summary>
/// How many rooms of a session read the log at once: a session that comes back to a thousand rooms holds a few pages, not a
/// thousand. Used by the session's writer alone.
/// </summary>
internal sealed class PageTurns
{
    private const int Max = 4;

    private readonly Queue<SessionRoom> _waiting = new();
    private int _taken;

    /// <summary>Takes a turn. Without one the room waits, once, and is given the turn that another returns.</summary>
    public bool TryTake(SessionRoom room)
    {
        if (_taken == Max)
        {
            if (!room.IsWaitingForTurn)
            {
                room.IsWaitingForTurn = true;
                _waiting.Enqueue(room);
            }

            return false;
        }

        _taken++;
        return true;
    }

    /// <summary>A turn that was taken, or given, is over or of no use: the next room has it, which must return it in any case.</summary>
    public void Return()
    {
        while (_waiting.TryDequeue(out var room))
        {
            room.IsWaitingForTurn = false;
            if (!room.IsClosed)
            {
                room.GiveTurn();
                return;
            }
        }

        _taken--;
    }
}
