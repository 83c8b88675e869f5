namespace Parley.Server.Sessions.Writing;

/// <summary>
/// Limits how many rooms of a session read the log at once: a session that comes back to a thousand rooms holds a few pages, not a thousand.
/// Used by the session's writer alone.
/// </summary>
internal sealed class PageTurns
{
    private const int Max = 4;

    private readonly Queue<RoomOutput> _waiting = new();
    private int _taken;

    /// <summary>Takes a turn. If there is none, the room is queued, once, for the next turn that is returned.</summary>
    public bool TryTake(RoomOutput room)
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

    /// <summary>Returns a turn that was taken or given. The next room in the queue receives it, and must return it in any case.</summary>
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
