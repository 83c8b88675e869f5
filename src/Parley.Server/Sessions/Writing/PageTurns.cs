namespace Parley.Server.Sessions.Writing;

/// <summary>
/// Limits how many rooms of a session read the log at once. A session that returns to a thousand rooms holds a few pages, not a thousand.
/// It may always have one, so that sessions whose clients do not read cannot stop the others. Used only by the session's writer.
/// </summary>
/// <param name="budget">Pages beyond the first one.</param>
internal sealed class PageTurns(PageBudget budget)
{
    private const int Max = 4;

    private readonly Queue<RoomOutput> _waiting = new();
    private int _taken;

    /// <summary>Takes a turn. If none is left, the room is queued, once, for the next turn that is returned.</summary>
    public bool TryTake(RoomOutput room)
    {
        if (_taken == Max || (_taken > 0 && !budget.TryTake()))
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

    /// <summary>Returns a turn. The next room in the queue receives it, and has to return it even if it no longer needs it.</summary>
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

        if (--_taken > 0)
        {
            budget.Return();
        }
    }
}
