using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions.Writing;

/// <summary>
/// What the session still has to write of one room. Used only by the session's writer, except for <see cref="Queue"/>,
/// <see cref="Wake"/> and <see cref="OnNotice"/>, which any thread may call.
/// </summary>
internal sealed class RoomOutput(string room, Outbox outbox, PageTurns turns, PendingNotices notices) : IWakeable
{
    private FollowerLease _lease = null!;
    private Follower _follower = null!;
    private Action<bool> _onClosed = null!;
    private Task<LogPage>? _page;
    private bool _isOpen;
    private bool _isLagging;
    private bool _hasTurn;
    private volatile bool _hasNotices;
    private int _isQueued;

    /// <summary>The room's name.</summary>
    public string Room => room;

    /// <summary>True once nothing more is written of this room.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True while the room waits for a turn to read the log. For <see cref="PageTurns"/>.</summary>
    public bool IsWaitingForTurn { get; set; }

    /// <summary>Sequence of the last event written.</summary>
    public long Position => _follower.Position;

    /// <summary>Sequence of the room's last event.</summary>
    public long Head => _follower.Head;

    /// <summary>Sets where the room's events come from. Called by the reader, before the frame that opens the room is queued.</summary>
    /// <param name="lease">The session's place in the room; disposed when the room is closed.</param>
    /// <param name="onClosed">Called once, when the room is closed; with true if the user may return soon.</param>
    public void Follow(FollowerLease lease, Action<bool> onClosed) => (_lease, _follower, _onClosed) = (lease, lease.Follower, onClosed);

    /// <summary>The answer to the join is written, so the room's events may follow.</summary>
    public void Open()
    {
        _isOpen = true;
        Queue();
    }

    /// <summary>Ends the writing of the room. Called by the writer, or after it has ended.</summary>
    /// <param name="isBroken">True if the user may return soon.</param>
    public void Close(bool isBroken)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            _lease.Dispose();

            // No notices are added after this, so none escape being discarded.
            _onClosed(isBroken);
            notices.Discard();
            EndPage();
        }
    }

    /// <summary>Gives the room a turn to read the log.</summary>
    public void GiveTurn()
    {
        _hasTurn = true;
        Queue();
    }

    /// <summary>Queues the room because it may have something to write. The caller then wakes the writer.</summary>
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

    /// <summary>The room may have new events. Called by the feed's shards.</summary>
    public void Wake()
    {
        if (Queue())
        {
            // The writer runs inside this call: a shard wakes one follower after the other, and each copies and flushes at once.
            outbox.Wake();
        }
    }

    /// <summary>There are notices to write. Called from any thread.</summary>
    public void OnNotice()
    {
        _hasNotices = true;

        // The room's members are locked here, so the writer must not run inside this call.
        WakeWriterLater();
    }

    /// <summary>Writes some of what is new: at most as much as a follower is given at once.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <returns>True if there is more to write now.</returns>
    public bool Write(FrameWriter frames)
    {
        // Before anything is read: whatever comes later queues the room again.
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

        // The room may have received a turn that it does not need.
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

            // Later, because the thread that completes the page must not run the writer.
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
