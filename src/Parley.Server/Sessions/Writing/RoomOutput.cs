using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Sessions.Writing;

/// <summary>
/// What of one room is still to be written. Belongs to the session's writer, but for <see cref="Queue"/> and <see cref="OnNotice"/>, which any
/// thread may call.
/// </summary>
internal sealed class RoomOutput(string room, Outbox outbox, PageTurns turns, PendingNotices notices)
{
    private FollowerLease _lease = null!;
    private Follower _follower = null!;
    private Action<bool> _onClosed = null!;
    private Task<IReadOnlyList<RoomEvent>>? _page;
    private bool _isOpen;
    private bool _isLagging;
    private bool _hasTurn;
    private volatile bool _hasNotices;
    private int _isQueued;

    /// <summary>The room's name.</summary>
    public string Room => room;

    /// <summary>True once nothing of this room is written any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True while the room waits for a turn to read the log. For <see cref="PageTurns"/>.</summary>
    public bool IsWaitingForTurn { get; set; }

    /// <summary>Sequence of the last event written.</summary>
    public long Position => _follower.Position;

    /// <summary>Sequence of the room's last event.</summary>
    public long Head => _follower.Head;

    /// <summary>Sets where the room's events come from. Called by the reader, before the frame that opens the room is queued.</summary>
    /// <param name="lease">The session's place in the room; disposed when the room is closed.</param>
    /// <param name="onClosed">Called once when the room is closed; with true if the user may come back soon.</param>
    public void Follow(FollowerLease lease, Action<bool> onClosed) => (_lease, _follower, _onClosed) = (lease, lease.Follower, onClosed);

    /// <summary>The client knows that it is in the room, so its events may follow.</summary>
    public void Open()
    {
        _isOpen = true;
        Queue();
    }

    /// <summary>Writes nothing more. Called by the writer, or after it has ended.</summary>
    /// <param name="isBroken">True if the user may come back soon.</param>
    public void Close(bool isBroken)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            _lease.Dispose();

            // Only then are no further notices added.
            _onClosed(isBroken);
            notices.Discard();
            EndPage();
        }
    }

    /// <summary>The room may read the log.</summary>
    public void GiveTurn()
    {
        _hasTurn = true;
        Queue();
    }

    /// <summary>There may be something to write. Called from any thread; the writer must be woken afterwards.</summary>
    /// <returns>False if the room is queued already.</returns>
    public bool Queue()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 1)
        {
            return false;
        }

        outbox.AddReady(this);
        return true;
    }

    /// <summary>There are notices to write. Called from any thread.</summary>
    public void OnNotice()
    {
        _hasNotices = true;
        WakeWriterLater();
    }

    /// <summary>Writes some of what is new: at most as much as a follower is given at once.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <returns>True if there is more to write now.</returns>
    public bool Write(FrameWriter frames)
    {
        Interlocked.Exchange(ref _isQueued, 0);
        if (!_isOpen || IsClosed)
        {
            return false;
        }

        if (_hasNotices)
        {
            _hasNotices = false;
            notices.WriteTo(frames);
        }

        return _page is null ? WriteFeed(frames) : WritePage(frames);
    }

    private void WakeWriterLater()
    {
        if (Queue())
        {
            outbox.WakeLater();
        }
    }

    private bool WriteFeed(FrameWriter frames)
    {
        if (_follower.Read(frames) == FeedRead.Lagging)
        {
            BeginPage(frames);
            return false;
        }

        EndPage();
        if (Position < Head)
        {
            return true;
        }

        if (_isLagging)
        {
            _isLagging = false;
            frames.Write(new ServerFrame { CaughtUp = new CaughtUp { Room = room, Sequence = Position } });
        }

        return false;
    }

    private void BeginPage(FrameWriter frames)
    {
        if (!_isLagging)
        {
            _isLagging = true;
            frames.Write(new ServerFrame { Lagging = new Lagging { Room = room, Sequence = Position, HeadSequence = Head } });
        }

        if (_hasTurn || (_hasTurn = turns.TryTake(this)))
        {
            _page = _follower.ReadPageAsync();
            _page.GetAwaiter().OnCompleted(WakeWriterLater);
        }
    }

    private bool WritePage(FrameWriter frames)
    {
        if (!_page!.IsCompleted)
        {
            return false;
        }

        _follower.WritePage(_page.GetAwaiter().GetResult(), frames);
        EndPage();
        return true;
    }

    private void EndPage()
    {
        _page = null;
        if (_hasTurn)
        {
            _hasTurn = false;
            turns.Return();
        }
    }
}
