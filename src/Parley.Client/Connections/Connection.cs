using Microsoft.Extensions.Logging;
using Parley.Client.Posts;
using Parley.Client.Rooms;
using Parley.Client.Wire;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Connections;

/// <summary>
/// The way to a server across sessions: one session at a time, and between two of them a wait. Rooms and what was said in them outlive sessions.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SessionCalls _calls;
    private readonly ParleyClientOptions _options;
    private readonly ILogger _log;
    private readonly Action<StateChange> _changed;
    private readonly PostWindow _window;
    private readonly Dictionary<string, RoomLink> _rooms = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private Session? _session;
    private SessionEnd? _end;
    private volatile bool _isClosing;
    private volatile ConnectionState _state;
    private int _textBytes = ProtocolLimits.TextBytes;

    public Connection(SessionCalls calls, ParleyClientOptions options, Action<StateChange> changed)
    {
        (_calls, _options, _log) = (calls, options, options.LoggerFactory.CreateLogger<ParleyClient>());
        _window = new(options.MaxWaitingPosts);
        _changed = changed;
        _running = Task.Run(RunAsync);
    }

    public ConnectionState State
    {
        get => _state;
        private set => _state = value;
    }

    /// <summary>Completes with the first welcome; fails with the first attempt that does not end with one.</summary>
    public Task First => _first.Task;

    /// <summary>Longest text the server takes, in bytes of UTF-8.</summary>
    public int TextBytes => Volatile.Read(ref _textBytes);

    /// <summary>Joins a room.</summary>
    public async Task<RoomLink> JoinAsync(string name, From from, CancellationToken cancellationToken)
    {
        if (RoomName.Validate(name) is { } error)
        {
            throw new ParleyException(Code.Invalid, error);
        }

        RoomLink? room;
        while (!TryAdd(name, from, out room, out var other))
        {
            await other.Gone.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await room.Joined.WaitAsync(cancellationToken).ConfigureAwait(false);
            return room;
        }
        catch (OperationCanceledException)
        {
            BeginLeave(room);
            throw;
        }
    }

    /// <summary>Leaves a room once everything said in it is answered.</summary>
    public async Task LeaveAsync(RoomLink room, CancellationToken cancellationToken)
    {
        await room.Posts.WhenEmptyAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        BeginLeave(room);
        await room.Gone.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shows something to a room, if there is a session now.</summary>
    public void Send(Signal signal)
    {
        ThrowIfClosed();
        lock (_gate)
        {
            _session?.Outbox.Write(signal);
        }
    }

    public void ThrowIfClosed()
    {
        ObjectDisposedException.ThrowIf(_isClosing, typeof(ParleyClient));
        if (Volatile.Read(ref _end) is { } end)
        {
            throw end.ToException();
        }
    }

    /// <summary>A room that is joined, or on the way in or out.</summary>
    public RoomLink? Find(string name)
    {
        lock (_gate)
        {
            return _rooms.GetValueOrDefault(name);
        }
    }

    /// <summary>True if a session that does not read keeps anybody but the reader of one room waiting.</summary>
    public bool IsSomebodyWaiting(RoomLink room)
    {
        if (_isClosing || room.IsLeaving || _window.IsBusy)
        {
            return true;
        }

        lock (_gate)
        {
            return _rooms.Count > 1;
        }
    }

    /// <summary>A session was welcomed: it joins all rooms again, before anything else.</summary>
    public void Begin(Session session, Welcome welcome)
    {
        _log.Connected(welcome.SessionId, welcome.Server);
        Volatile.Write(ref _textBytes, welcome.Limits is { TextBytes: > 0 } limits ? limits.TextBytes : ProtocolLimits.TextBytes);
        _window.Resize(welcome.Limits?.Posts ?? 0);
        lock (_gate)
        {
            _session = session;
            foreach (var room in _rooms.Values)
            {
                session.Outbox.Write(room.ToJoin());
            }
        }

        _first.TrySetResult();
        Report(new(ConnectionState.Connected));
    }

    /// <summary>A session is over. Rooms that were on the way out are out.</summary>
    public void Detach(Session session)
    {
        List<RoomLink> rooms;
        lock (_gate)
        {
            _session = _session == session ? null : _session;
            rooms = [.. _rooms.Values];
        }

        rooms.ForEach(room => room.Detach());
        rooms.Where(room => room.IsLeaving).ToList().ForEach(Leave);
    }

    /// <summary>A room was left, as the application wanted it.</summary>
    private void Leave(RoomLink room) => End(room, new(Code.Left, $"The room {room.Name} was left."), isExpected: true);

    /// <summary>The server took the session out of a room: for now, or for good.</summary>
    public void Left(Session session, RoomLink room, Left left)
    {
        if (room.IsLeaving || left.Code == Code.Left)
        {
            Leave(room);
        }
        else if (left.Code.IsWorthRetrying())
        {
            room.Detach();
            _ = JoinLaterAsync(session, room, null);
        }
        else
        {
            End(room, new(left.Code, left.Reason), isExpected: false);
        }
    }

    /// <summary>The server did not take the session into a room: for now, or for good.</summary>
    public void JoinRejected(Session session, RoomLink room, Rejected rejected)
    {
        if (room.IsLeaving)
        {
            Leave(room);
        }
        else if (rejected.Code.IsWorthRetrying() && room.MayTryAgain())
        {
            _ = JoinLaterAsync(session, room, Codes.ToRetryAfter(rejected.RetryAfterMs));
        }
        else if (rejected.Code != Code.NotJoined)
        {
            End(room, rejected.ToException(), isExpected: false);
        }
    }

    /// <summary>Waits for answers, says good-bye and ends, within <see cref="ParleyClientOptions.CloseTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, true))
        {
            await _running.ConfigureAwait(false);
            return;
        }

        using var timeout = new CancellationTokenSource(_options.CloseTimeout, _options.TimeProvider);
        try
        {
            await Task.WhenAny(_window.WhenIdleAsync(), _running).WaitAsync(timeout.Token).ConfigureAwait(false);
            if (TrySayGoodbye())
            {
                await _running.WaitAsync(timeout.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over: what has no answer fails below.
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Leaves every room, so that the server does not first send what it has for them, and half-closes.</summary>
    private bool TrySayGoodbye()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values.Where(room => !room.IsLeaving))
            {
                _session?.Outbox.Write(new ClientFrame { Leave = new() { Room = room.Name } });
            }

            _session?.Outbox.Complete();
            return _session is not null;
        }
    }

    private bool TryAdd(string name, From from, out RoomLink room, out RoomLink other)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (_rooms.TryGetValue(name, out var found))
            {
                room = other = found;
                return found.IsLeaving ? false : throw new ParleyException(Code.AlreadyJoined, $"This client is in {name} already.");
            }

            room = other = new(name, from, _window, _options);
            _rooms.Add(name, room);
            _session?.Outbox.Write(room.ToJoin());
            return true;
        }
    }

    private void BeginLeave(RoomLink room)
    {
        lock (_gate)
        {
            if (room.IsLeaving || room.Gone.IsCompleted)
            {
                return;
            }

            room.IsLeaving = true;
            if (_session is not null)
            {
                _session.Outbox.Write(new ClientFrame { Leave = new() { Room = room.Name } });
                return;
            }
        }

        Leave(room);
    }

    private void End(RoomLink room, ParleyException reason, bool isExpected)
    {
        lock (_gate)
        {
            if (_rooms.GetValueOrDefault(room.Name) == room)
            {
                _rooms.Remove(room.Name);
            }
        }

        room.End(reason, isExpected);
    }

    private async Task JoinLaterAsync(Session session, RoomLink room, TimeSpan? wanted)
    {
        var delay = _options.Backoff.Delay(0, _options.CreateRandom());
        await Task.Delay(wanted > delay ? wanted.Value : delay, _options.TimeProvider).ConfigureAwait(false);
        lock (_gate)
        {
            if (_session == session && !room.IsLeaving)
            {
                session.Outbox.Write(room.ToJoin());
            }
        }
    }

    private async Task RunAsync()
    {
        var attempt = 0;
        while (true)
        {
            var session = new Session(_calls, this, _options, _log);
            var end = await session.RunAsync(_stop.Token).ConfigureAwait(false);
            _first.TrySetException(end.ToException());
            _ = _first.Task.Exception;
            if (end.IsFinal || _stop.IsCancellationRequested || (_isClosing && !_window.IsBusy))
            {
                Finish(end);
                return;
            }

            attempt = session.LastedLongerThan(_options.Backoff.Max) ? 0 : attempt;
            await WaitAsync(end, attempt++).ConfigureAwait(false);
        }
    }

    /// <summary>A time the server gives is kept, and then spread as a first attempt is: it gave all its clients the same.</summary>
    private async Task WaitAsync(SessionEnd end, int attempt)
    {
        var random = _options.CreateRandom();
        var delay = end.RetryAfter is { } after ? after + _options.Backoff.Delay(0, random) : _options.Backoff.Delay(attempt, random);
        _log.Reconnecting(end.Code, end.Reason, delay);
        if (State == ConnectionState.Connected)
        {
            Report(new(ConnectionState.Reconnecting, end.Reason));
        }

        await Task.Delay(delay, _options.TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Finish(SessionEnd end)
    {
        end = _isClosing ? SessionEnd.Closed : end;
        List<RoomLink> rooms;
        lock (_gate)
        {
            _end = end;
            rooms = [.. _rooms.Values];
            _rooms.Clear();
        }

        State = ConnectionState.Closed;
        rooms.ForEach(room => room.End(end.ToException(), isExpected: _isClosing, isLogReachable: false));
        if (!_isClosing)
        {
            _log.Ended(end.Code, end.Reason);
        }

        Report(new(ConnectionState.Closed, end.Reason));
    }

    private void Report(StateChange change)
    {
        State = change.State;
        try
        {
            _changed(change);
        }
        catch (Exception exception)
        {
            _log.HandlerFailed(exception);
        }
    }
}
