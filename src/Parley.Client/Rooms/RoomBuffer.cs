namespace Parley.Client.Rooms;

/// <summary>
/// Items of one room between the session, which appends, and one reader. Two lists change places, so that both sides take the gate once a
/// batch. When it is full for too long it is parked: what comes is only counted, and the reader reads it from the server's log, in pages, until
/// it has caught up with what was counted.
/// </summary>
internal sealed class RoomBuffer(int capacityBytes)
{
    private readonly Lock _gate = new();
    private readonly int _halfBytes = capacityBytes / 2;
    private List<RoomItem> _filling = [];
    private List<RoomItem> _reading = [];
    private int _next;
    private int _fillingBytes;
    private Position _kept;
    private long _seen;
    private bool _isParked;
    private bool _isComplete;
    private ParleyException? _failure;
    private TaskCompletionSource? _readable;
    private TaskCompletionSource? _writable;

    /// <summary>True while what comes is only counted.</summary>
    public bool IsParked => Volatile.Read(ref _isParked);

    /// <summary>The room begins here.</summary>
    public void Begin(Position position) => (_kept, _seen) = (position, position.Sequence);

    /// <summary>Takes a batch, or counts it if parked. What the reader has from a page already is passed over.</summary>
    /// <returns>False if it is full; then nothing was taken.</returns>
    public bool TryAppend(List<RoomEvent> batch, int bytes)
    {
        lock (_gate)
        {
            if (!_isParked)
            {
                if (_fillingBytes > 0 && _fillingBytes + bytes > _halfBytes)
                {
                    return false;
                }

                _filling.AddRange(batch[0].Sequence > _kept.Sequence ? batch : batch.SkipWhile(item => item.Sequence <= _kept.Sequence));
                _fillingBytes += bytes;
                _kept = batch[^1].Sequence > _kept.Sequence ? batch[^1].Position : _kept;
                Wake_NeedsGate(ref _readable);
            }

            _seen = batch[^1].Sequence;
            return true;
        }
    }

    /// <summary>Completes when the buffer may have room again.</summary>
    public Task WhenWritableAsync()
    {
        lock (_gate)
        {
            return _fillingBytes == 0 || _isComplete
                ? Task.CompletedTask
                : (_writable ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>From now on what comes is only counted.</summary>
    public void Park()
    {
        lock (_gate)
        {
            _isParked = true;
        }
    }

    /// <summary>The log was replaced: what was only counted is lost with it, and the room goes on at another place.</summary>
    public void Restart(Position now, string room)
    {
        lock (_gate)
        {
            _filling.Add(new NotResumed { Room = room, Lost = _kept, Now = now });
            _fillingBytes++;
            (_kept, _seen, _isParked) = (now, now.Sequence, false);
            Wake_NeedsGate(ref _readable);
        }
    }

    /// <summary>Nothing follows. The reader gets what is there, and then the end or the failure.</summary>
    public void Complete(ParleyException? failure, bool isLogReachable)
    {
        lock (_gate)
        {
            (_isComplete, _failure) = (true, _failure ?? failure);
            _isParked &= isLogReachable;
            Wake_NeedsGate(ref _readable);
            Wake_NeedsGate(ref _writable);
        }
    }

    /// <summary>The reader's next item, if there is one now.</summary>
    public RoomItem? TryRead()
    {
        if (_next < _reading.Count || Swap())
        {
            var item = _reading[_next];
            _reading[_next++] = null!;
            return item;
        }

        return null;
    }

    /// <summary>What a reader that has found nothing does next.</summary>
    public BufferStep NextStep()
    {
        lock (_gate)
        {
            if (_filling.Count > 0)
            {
                return new(Task.CompletedTask);
            }

            if (_isParked)
            {
                return new(null, _kept);
            }

            return _isComplete
                ? new(null, null, _failure, IsEnd: true)
                : new((_readable ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
        }
    }

    /// <summary>A page that follows <paramref name="kept"/> was read from the log.</summary>
    /// <returns>False if it is of no use: the log it is from is no more, or it is empty.</returns>
    public bool TryTakePage(Position kept, HistoryPage page)
    {
        lock (_gate)
        {
            if (!_isParked || _kept != kept)
            {
                return true;
            }

            if (page.Events.Count == 0 || page.Head.Epoch != kept.Epoch)
            {
                return false;
            }

            _filling.AddRange(page.Events);
            _kept = page.Events[^1].Position;
            _isParked = _kept.Sequence < _seen;
            return true;
        }
    }

    private bool Swap()
    {
        lock (_gate)
        {
            _reading.Clear();
            _next = 0;
            (_filling, _reading) = (_reading, _filling);
            _fillingBytes = 0;
            Wake_NeedsGate(ref _writable);
            return _reading.Count > 0;
        }
    }

    private static void Wake_NeedsGate(ref TaskCompletionSource? waiter)
    {
        waiter?.TrySetResult();
        waiter = null;
    }
}
