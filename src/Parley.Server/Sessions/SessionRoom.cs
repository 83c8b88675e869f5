using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Sessions;

/// <summary>A session in one room: what it follows there, and what of the room is still to be written.</summary>
internal sealed class SessionRoom(string name, string user, Outbox outbox, MemberDirectory members, PageTurns turns, PassingLimit limit) : IWakeable, IMemberSession
{
    private readonly Passing _passing = new(name, limit);
    private FollowerLease _lease = null!;
    private Follower _follower = null!;
    private Task<IReadOnlyList<RoomEvent>>? _page;
    private bool _open;
    private bool _lagging;
    private bool _hasTurn;
    private volatile bool _hasPassing;
    private int _queued;

    public string Name => name;

    public string User => user;

    /// <summary>True once nothing of this room is written any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True while it waits for a turn to read the log. For <see cref="PageTurns"/>.</summary>
    public bool IsWaitingForTurn { get; set; }

    /// <summary>Sequence of the last event written.</summary>
    public long Position => _follower.Position;

    /// <summary>Sequence of the room's last event.</summary>
    public long Head => _follower.Head;

    /// <summary>Where the room's events come from. Before the room is opened.</summary>
    public void Follow(FollowerLease lease) => (_lease, _follower) = (lease, lease.Follower);

    /// <summary>The client knows that it is in the room: its events may follow. Called by the writer.</summary>
    public void Open()
    {
        _open = true;
        Queue();
    }

    /// <summary>No further frames. Called by the writer, or when there is none.</summary>
    /// <param name="broken">True if the user may come back soon.</param>
    public void Close(bool broken)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            _lease.Dispose();
            members.Leave(name, this, broken);
            _passing.Forget();
            EndPage();
        }
    }

    /// <summary>The user is a member no longer, whatever is still written. Called by the reader.</summary>
    public void LeaveMembers() => members.Leave(name, this, broken: false);

    /// <summary>It may read the log. Called by the writer.</summary>
    public void GiveTurn()
    {
        _hasTurn = true;
        Queue();
    }

    public void Wake()
    {
        if (Queue())
        {
            outbox.Wake();
        }
    }

    public void OnPresence(string user, bool present)
    {
        _passing.Add(user, present);
        _hasPassing = true;
        WakeLater();
    }

    public void OnSignal(MemberSignal signal)
    {
        _passing.Add(signal);
        _hasPassing = true;
        WakeLater();
    }

    /// <summary>Writes some of what is new: at most what a follower is given at once. Called by the writer.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <returns>True if there is more to write now.</returns>
    public bool Write(FrameWriter frames)
    {
        Interlocked.Exchange(ref _queued, 0);
        if (!_open || IsClosed)
        {
            return false;
        }

        if (_hasPassing)
        {
            _hasPassing = false;
            _passing.WriteTo(frames);
        }

        return _page is null ? WriteFeed(frames) : WritePage(frames);
    }

    /// <summary>To be written again after others had their turn.</summary>
    public bool Queue()
    {
        if (Interlocked.Exchange(ref _queued, 1) == 1)
        {
            return false;
        }

        outbox.AddReady(this);
        return true;
    }

    private void WakeLater()
    {
        if (Queue())
        {
            outbox.WakeLater();
        }
    }

    private bool WriteFeed(FrameWriter frames)
    {
        if (_follower.Read(frames) == FeedRead.FellOut)
        {
            return ReadPage(frames);
        }

        EndPage();

        if (Position < Head)
        {
            return true;
        }

        if (_lagging)
        {
            _lagging = false;
            frames.Write(new ServerFrame { CaughtUp = new CaughtUp { Room = name, Sequence = Position } });
        }

        return false;
    }

    private bool ReadPage(FrameWriter frames)
    {
        if (!_lagging)
        {
            _lagging = true;
            frames.Write(new ServerFrame { Lagging = new Lagging { Room = name, Sequence = Position, HeadSequence = Head } });
        }

        if (_hasTurn || (_hasTurn = turns.TryTake(this)))
        {
            _page = _follower.ReadPageAsync();
            _page.GetAwaiter().OnCompleted(WakeLater);
        }

        return false;
    }

    private bool WritePage(FrameWriter frames)
    {
        if (!_page!.IsCompleted)
        {
            return false;
        }

        _follower.Write(_page.GetAwaiter().GetResult(), frames);
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
