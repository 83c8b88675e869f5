namespace Parley.Client.Rooms;

/// <summary>
/// The items of one room between the session, which appends, and one reader. The two swap lists, so that each takes the gate once per
/// batch instead of once per item. A buffer that stays full too long is parked: further events are only counted, and the reader reads
/// them from the server's log, in pages, until it has caught up with the count.
/// </summary>
/// <remarks>The reader owns <c>_reading</c> and <c>_next</c> and touches them without the gate. The gate guards everything else.</remarks>
internal sealed class RoomBuffer(int capacityBytes)
{
    private readonly Lock _gate = new();

    // While one list fills, the reader still holds the other: half of the capacity each.
    private readonly int _halfBytes = capacityBytes / 2;
    private List<RoomItem> _filling = [];
    private List<RoomItem> _reading = [];
    private int _next;
    private int _fillingBytes;

    /// <summary>The position of the last item that was kept, or read from a page.</summary>
    private Position _kept;

    /// <summary>The sequence of the last event that the session received, kept or only counted.</summary>
    private long _seen;
    private bool _isParked;
    private bool _isComplete;
    private ParleyException? _failure;
    private TaskCompletionSource? _readable;
    private TaskCompletionSource? _writable;

    /// <summary>Sets where reading the room begins, before anything is appended.</summary>
    public void Begin(Position position) => (_kept, _seen) = (position, position.Sequence);

    /// <summary>Appends a batch, or counts it if parked. Skips what the reader already has from a page.</summary>
    /// <returns>False if the buffer is full; then nothing was appended.</returns>
    public bool TryAppend(List<RoomEvent> batch, int bytes)
    {
        lock (_gate)
        {
            if (!_isParked)
            {
                // An empty list takes any batch: otherwise one larger than the capacity could never be appended.
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

    /// <summary>Completes when the buffer may have space again.</summary>
    public Task WhenWritableAsync()
    {
        lock (_gate)
        {
            return _fillingBytes == 0 || _isComplete
                ? Task.CompletedTask
                : (_writable ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>From now on events are only counted.</summary>
    public void Park()
    {
        lock (_gate)
        {
            _isParked = true;
        }
    }

    /// <summary>The log was replaced. Events that were only counted are lost with it, and the room continues at a new position.</summary>
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

    /// <summary>Nothing follows. The reader gets what is left, then the end or the failure.</summary>
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

    /// <summary>The reader's next item, or <c>null</c> if none is ready.</summary>
    public RoomItem? TryRead()
    {
        if (_next < _reading.Count || Swap())
        {
            var item = _reading[_next];

            // The list lives as long as the room; an item should be garbage-collected once it has been read.
            _reading[_next++] = null!;
            return item;
        }

        return null;
    }

    /// <summary>What the reader does after it has found nothing.</summary>
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

    /// <summary>Takes the page after <paramref name="kept"/>, which was read from the log.</summary>
    /// <returns>False if the page is useless: it is empty, or from a different log.</returns>
    public bool TryTakePage(Position kept, HistoryPage page)
    {
        lock (_gate)
        {
            // While the page was read, the room restarted in a new log or ended: the page is not needed, and the next step finds out why.
            if (!_isParked || _kept != kept)
            {
                return true;
            }

            if (page.Events.Count == 0 || !page.IsContinued)
            {
                return false;
            }

            // Caught up with the count: events are kept again. Some may have been in the page already; TryAppend skips those.
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
