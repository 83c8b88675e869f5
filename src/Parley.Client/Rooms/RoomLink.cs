using Parley.Client.Frames;
using Parley.Client.Posts;
using Parley.Protocol.V1;

namespace Parley.Client.Rooms;

/// <summary>
/// One room, from the join to the leave, across sessions. Its position and its staged events belong to the reader of the open session,
/// without a lock: sessions follow each other and never overlap.
/// </summary>
internal sealed class RoomLink
{
    // A batch this large is worth a lock and a wake-up of its own, even while the socket has more.
    private const int MaxStagedEvents = 512;
    private const int MaxStagedBytes = 32 * 1024;

    /// <summary>Approximate size of an event in memory, without its text.</summary>
    private const int EventBytes = 160;

    private readonly From _from;
    private readonly ParleyClientOptions _options;
    private readonly List<RoomEvent> _staged = [];
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    public KnownMembers Members { get; } = new();

    public Broadcast<(string User, string Key), RoomSignal> Signals { get; } = new();

    /// <summary>Where reading the room began. Set before <see cref="Joined"/> completes.</summary>
    public Position Start { get; private set; }

    /// <summary>Completes with the first join; fails if that is refused for good.</summary>
    public Task Joined => _joined.Task;

    /// <summary>Completes when the client is out of the room for good and may join it again.</summary>
    public Task Ended => _ended.Task;

    public bool IsLagging => _isLagging;

    /// <summary>True once the application leaves: no later session joins the room. Set under the room table's gate.</summary>
    public bool IsLeaving
    {
        get => _isLeaving;
        set => _isLeaving = value;
    }

    /// <summary>True if events are staged.</summary>
    public bool HasStaged => _staged.Count > 0;

    /// <summary>True once enough is staged to be handed over even if the socket has more.</summary>
    public bool IsFullyStaged => _staged.Count >= MaxStagedEvents || _stagedBytes >= MaxStagedBytes;

    /// <summary>The frame that joins the room: from its position if it has one, otherwise from where the application asked.</summary>
    public ClientFrame ToJoin() => new()
    {
        Join = _epoch is null
            ? _from.ToJoin(Name)
            : new() { Room = Name, After = new() { Epoch = _epoch, Sequence = _sequence } },
    };

    /// <summary>The server took the session into the room.</summary>
    /// <returns>False if the server claims to resume, but at a different position: events would be missing.</returns>
    public bool TryBegin(Joined joined, FrameQueue queue)
    {
        var now = new Position(joined.Epoch, joined.AfterSequence);
        var asked = _epoch is null ? _from.Position : new Position(_epoch, _sequence);
        if (asked is { } position && joined.Resumed && position.Sequence != now.Sequence)
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
        Members.Replace(joined.Members, joined.MemberCount);
        Posts.Attach(queue);
        _joined.TrySetResult();
        return true;
    }

    /// <summary>Stages an event, to be handed over in a batch. Skips an event the room already has.</summary>
    /// <returns>False if events before it are missing.</returns>
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

    /// <summary>Hands the staged events over to the reader.</summary>
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

    public void SetLagging(bool isLagging) => _isLagging = isLagging;

    /// <summary>Whether to ask again after a join was refused temporarily. The first join is retried for
    /// <see cref="ParleyClientOptions.RetryFor"/>; a join of a room that the client has been in before is retried forever.</summary>
    public bool MayRetryJoin()
    {
        var now = _options.TimeProvider.GetTimestamp();
        _firstRefusal ??= now;
        return _joined.Task.IsCompleted || _options.TimeProvider.GetElapsedTime(_firstRefusal.Value, now) < _options.RetryFor;
    }

    /// <summary>The client is out of the room for good.</summary>
    /// <param name="reason">Why. Unanswered posts fail with it.</param>
    /// <param name="isExpected">True if the application asked for it: then readers end without a failure.</param>
    /// <param name="isLogReachable">False if the whole client has ended: then readers cannot fetch what was not kept.</param>
    public void End(ParleyException reason, bool isExpected, bool isLogReachable = true)
    {
        Posts.Close(reason);
        Buffer.Complete(isExpected ? null : reason, isLogReachable);
        Members.Changes.Complete();
        Signals.Complete();
        _joined.TrySetException(reason);

        // Observed here, because nobody else observes it for a room that was joined, or whose join was cancelled.
        _ = _joined.Task.Exception;
        _ended.TrySetResult();
    }
}
