using Parley.Client.Connections;
using Parley.Client.Posts;
using Parley.Protocol.V1;

namespace Parley.Client.Rooms;

/// <summary>
/// One room, from the join to the leave, across sessions. Its place and what is staged belong to the session that is open; sessions follow
/// each other and never overlap.
/// </summary>
internal sealed class RoomLink
{
    private const int MaxStagedEvents = 512;
    private const int MaxStagedBytes = 32 * 1024;
    private const int EventBytes = 160;

    private readonly From _from;
    private readonly ParleyClientOptions _options;
    private readonly List<RoomEvent> _staged = [];
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stagedBytes;
    private long? _firstRefusal;
    private string? _epoch;
    private long _sequence;
    private volatile bool _isLeaving;
    private volatile bool _isLagging;

    public RoomLink(string name, From from, PostWindow window, ParleyClientOptions options)
    {
        (Name, _from, _options) = (name, from, options);
        Posts = new(name, window, options);
        Buffer = new(options.RoomBufferBytes);
    }

    public string Name { get; }

    public RoomPosts Posts { get; }

    public RoomBuffer Buffer { get; }

    public MemberList Members { get; } = new();

    public Broadcast<(string User, string Key), RoomSignal> Signals { get; } = new();

    /// <summary>Where it began. Set before <see cref="Joined"/> completes.</summary>
    public Position Start { get; private set; }

    /// <summary>Completes when the room is joined for the first time; fails if it is refused.</summary>
    public Task Joined => _joined.Task;

    /// <summary>Completes when nothing more comes of it, so that its name is free.</summary>
    public Task Gone => _gone.Task;

    public bool IsLagging => _isLagging;

    /// <summary>The application wants out: it is not joined again.</summary>
    public bool IsLeaving
    {
        get => _isLeaving;
        set => _isLeaving = value;
    }

    /// <summary>True if something is staged.</summary>
    public bool HasStaged => _staged.Count > 0;

    /// <summary>True once enough is staged to be worth handing over before the socket is empty.</summary>
    public bool IsFullyStaged => _staged.Count >= MaxStagedEvents || _stagedBytes >= MaxStagedBytes;

    /// <summary>The join to send: from where the room is, or from where it was asked for.</summary>
    public ClientFrame ToJoin() => new()
    {
        Join = _epoch is null
            ? _from.ToJoin(Name)
            : new() { Room = Name, After = new() { Epoch = _epoch, Sequence = _sequence } },
    };

    /// <summary>The server took the session into the room.</summary>
    /// <returns>False if it goes on somewhere else than it says: events would be missing.</returns>
    public bool TryBegin(Joined joined, Outbox outbox)
    {
        var now = new Position(joined.Epoch, joined.AfterSequence);
        var asked = _epoch is null ? _from.Position : new Position(_epoch, _sequence);
        if (asked is { } position && joined.Resumed && position != now)
        {
            return false;
        }

        if (_epoch is null)
        {
            Start = asked ?? now;
            Buffer.Begin(Start);
        }

        if (asked is not null && !joined.Resumed)
        {
            Buffer.Restart(now, Name);
        }

        (_epoch, _sequence, _isLagging) = (joined.Epoch, joined.AfterSequence, false);
        Members.Replace(joined);
        Posts.Attach(outbox);
        _joined.TrySetResult();
        return true;
    }

    /// <summary>Takes an event, to be handed over with others.</summary>
    /// <returns>False if one before it is missing.</returns>
    public bool TryStage(RoomEvent item)
    {
        if (item.Sequence != _sequence + 1)
        {
            return item.Sequence <= _sequence;
        }

        _sequence = item.Sequence;
        item.Epoch = _epoch!;
        _staged.Add(item);
        _stagedBytes += EventBytes + (item is MessageEvent message ? 2 * message.Text.Length : 0);
        return true;
    }

    /// <summary>Hands over what is staged.</summary>
    /// <returns>False if the buffer is full; then nothing was handed over.</returns>
    public bool TryHandOver()
    {
        if (_staged.Count > 0)
        {
            if (!Buffer.TryAppend(_staged, _stagedBytes))
            {
                return false;
            }

            _staged.Clear();
            _stagedBytes = 0;
        }

        return true;
    }

    public void Lag(bool isLagging) => _isLagging = isLagging;

    /// <summary>The session is over; another will follow.</summary>
    public void Detach() => Posts.Detach();

    /// <summary>The first join was refused for the moment. False once the client has tried for long enough; a later join is tried for ever.</summary>
    public bool MayTryAgain()
    {
        var now = _options.TimeProvider.GetTimestamp();
        _firstRefusal ??= now;
        return _joined.Task.IsCompleted || _options.TimeProvider.GetElapsedTime(_firstRefusal.Value, now) < _options.RetryFor;
    }

    /// <summary>Nothing more comes of the room.</summary>
    /// <param name="reason">Why. What was said and not answered fails with it.</param>
    /// <param name="isExpected">The application asked for it: its readers end without a failure.</param>
    /// <param name="isLogReachable">False if the whole client has ended.</param>
    public void End(ParleyException reason, bool isExpected, bool isLogReachable = true)
    {
        Posts.Close(reason);
        Buffer.Complete(isExpected ? null : reason, isLogReachable);
        Members.Changes.Complete();
        Signals.Complete();
        _joined.TrySetException(reason);
        _ = _joined.Task.Exception;
        _gone.TrySetResult();
    }
}
