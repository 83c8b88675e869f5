using System.Threading.Channels;
using Parley.Client.Posts;
using Parley.Protocol.V1;

namespace Parley.Client.Connections;

/// <summary>
/// What one session is still to send. It is bounded by what may be put in: posts by the window, joins and leaves by the rooms, signals by
/// <see cref="MaxSignals"/>, a ping and a pong by being one.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Signals of different rooms and keys that wait to be sent. One more is dropped: it would be old when its turn came.</summary>
    public const int MaxSignals = 256;

    private static readonly ClientFrame Ping = new() { Ping = new() };
    private static readonly ClientFrame Pong = new() { Pong = new() };

    private readonly Channel<object> _frames = Channel.CreateUnbounded<object>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Room, string Key), Signal> _signals = [];
    private bool _pingWaits;
    private bool _pongWaits;

    public void Write(ClientFrame frame) => _frames.Writer.TryWrite(frame);

    public void Write(PendingPost post) => _frames.Writer.TryWrite(post);

    public void WritePing() => WriteOnce(ref _pingWaits, Ping);

    public void WritePong() => WriteOnce(ref _pongWaits, Pong);

    /// <summary>A later signal of the same room and key takes the place of one that still waits.</summary>
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

    /// <summary>Nothing more is put in; the reader gets what is there, and then the end.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Completes when there is something to take; false at the end.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _frames.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The next frame, if there is one now.</summary>
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
            case PendingPost post:
                return post.Owner.TryBeginSend(post) ? post.ToFrame() : null;
            case ValueTuple<string, string> key:
                lock (_gate)
                {
                    return _signals.Remove(key, out var signal) ? new() { Signal = signal } : null;
                }

            default:
                Forget(item);
                return (ClientFrame)item;
        }
    }

    private void Forget(object item)
    {
        if (item == Ping)
        {
            Volatile.Write(ref _pingWaits, false);
        }
        else if (item == Pong)
        {
            Volatile.Write(ref _pongWaits, false);
        }
    }

    private void WriteOnce(ref bool waits, ClientFrame frame)
    {
        if (!Interlocked.Exchange(ref waits, true))
        {
            Write(frame);
        }
    }
}
