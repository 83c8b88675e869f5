using System.Threading.Channels;
using Parley.Protocol.V1;

namespace Parley.Client.Frames;

/// <summary>
/// The frames a session has yet to send. Writing never waits, so it is safe under any lock. The queue is bounded by what goes into it:
/// posts by their window, joins and leaves by the number of rooms, signals by <see cref="MaxSignals"/>, and there is at most one ping and
/// one pong.
/// </summary>
internal sealed class FrameQueue
{
    /// <summary>How many signals of different rooms and keys may wait. Further ones are dropped: they would be outdated when their turn
    /// came.</summary>
    public const int MaxSignals = 256;

    private static readonly ClientFrame Ping = new() { Ping = new() };
    private static readonly ClientFrame Pong = new() { Pong = new() };

    private readonly Channel<object> _frames = Channel.CreateUnbounded<object>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Room, string Key), Signal> _signals = [];
    private bool _isPingQueued;
    private bool _isPongQueued;

    public void Write(ClientFrame frame) => _frames.Writer.TryWrite(frame);

    public void Write(IQueuedFrame frame) => _frames.Writer.TryWrite(frame);

    public void WritePing() => WriteOnce(ref _isPingQueued, Ping);

    public void WritePong() => WriteOnce(ref _isPongQueued, Pong);

    /// <summary>Queues a signal. It replaces a waiting one of the same room and key and takes its place in the queue.</summary>
    public void Write(Signal signal)
    {
        lock (_gate)
        {
            var isFirst = !_signals.ContainsKey((signal.Room, signal.Key));
            if (isFirst && (_signals.Count >= MaxSignals || !_frames.Writer.TryWrite((signal.Room, signal.Key))))
            {
                return;
            }

            _signals[(signal.Room, signal.Key)] = signal;
        }
    }

    /// <summary>Accepts no more frames. The reader gets what is queued, then the end.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Completes when a frame may be ready; with false at the end.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _frames.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The next frame, or <c>null</c> if none is ready.</summary>
    public ClientFrame? Take()
    {
        while (_frames.Reader.TryRead(out var item))
        {
            if (ToFrame(item) is { } frame)
            {
                return frame;
            }
        }

        return null;
    }

    private ClientFrame? ToFrame(object item)
    {
        switch (item)
        {
            case IQueuedFrame queued:
                return queued.TakeFrame();
            case ValueTuple<string, string> key:
                lock (_gate)
                {
                    return _signals.Remove(key, out var signal) ? new() { Signal = signal } : null;
                }

            default:
                OnTaken(item);
                return (ClientFrame)item;
        }
    }

    private void OnTaken(object item)
    {
        if (item == Ping)
        {
            Volatile.Write(ref _isPingQueued, false);
        }
        else if (item == Pong)
        {
            Volatile.Write(ref _isPongQueued, false);
        }
    }

    private void WriteOnce(ref bool isQueued, ClientFrame frame)
    {
        if (!Interlocked.Exchange(ref isQueued, true))
        {
            Write(frame);
        }
    }
}
