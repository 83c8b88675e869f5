using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Parley.Protocol;
using Parley.Server.Frames;

namespace Parley.Server.Transports.WebSockets;

/// <summary>
/// The frames that a client sends: each message is binary, contains one or more whole frames, and may be fragmented in any way. Holds no
/// buffer between messages.
/// </summary>
internal sealed class WebSocketInput(WebSocket socket)
{
    private const int MinBufferBytes = 4_096;

    // Browsers use 1001 when a page is closed or reloaded. Scripts can use 1000 and what begins here.
    private const WebSocketCloseStatus FirstOfPrograms = (WebSocketCloseStatus)3_000;

    private static readonly FrameRead Text = new(
        ReadEnd.Malformed, "The client sent a text message. Send binary messages: frames with their 5-byte prefix.");

    private static readonly FrameRead Cut = new(
        ReadEnd.Malformed, "A message was empty, or ended in the middle of a frame. Send one or more whole frames in each message.");

    private static readonly FrameRead Compressed = new(
        ReadEnd.Malformed, "A frame is marked as compressed. Send 0 as the first byte of its prefix.");

    // What has been received and not taken.
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    // True while more of the same message is to come.
    private bool _isWithinMessage;

    // Cancelling a receive would break the connection, so it continues after its reader has stopped waiting.
    private Task<ValueWebSocketReceiveResult>? _receiving;

    /// <inheritdoc cref="ISessionTransport.ReadAsync"/>
    /// <exception cref="WebSocketException">The connection broke, or the client does not speak the protocol.</exception>
    public ValueTask<FrameRead> ReadAsync(CancellationToken cancellationToken) =>
        TryTake(out var frame) ? new ValueTask<FrameRead>(frame) : ReceiveAsync(cancellationToken);

    /// <summary>Discards whatever still arrives until the client closes its side.</summary>
    public async Task SkipToCloseAsync(CancellationToken cancellationToken)
    {
        var result = _receiving is { } receiving ? await receiving.WaitAsync(cancellationToken) : default;
        _receiving = null;
        var dropped = new byte[MinBufferBytes];
        while (socket.State is WebSocketState.CloseSent && result.MessageType != WebSocketMessageType.Close)
        {
            result = await socket.ReceiveAsync(dropped.AsMemory(), cancellationToken);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FrameRead> ReceiveAsync(CancellationToken cancellationToken)
    {
        FrameRead frame;
        do
        {
            // A client that sends empty fragments fast enough is never waited for.
            cancellationToken.ThrowIfCancellationRequested();
            if (_start < _end && !_isWithinMessage)
            {
                return Cut;
            }

            var isNew = !_isWithinMessage;
            var result = await WaitAsync(FindSpace(), cancellationToken);
            if (result.MessageType != WebSocketMessageType.Binary)
            {
                return result.MessageType == WebSocketMessageType.Text ? Text : Close();
            }

            _end += result.Count;
            _isWithinMessage = !result.EndOfMessage;
            if (isNew && result.EndOfMessage)
            {
                return Cut;
            }
        }
        while (!TryTake(out frame));

        return frame;
    }

    /// <summary>What the client's close means: only a program that closes its side on purpose leaves.</summary>
    private FrameRead Close() => _start < _end ? Cut
        : socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.Empty or null or >= FirstOfPrograms
            ? new FrameRead(ReadEnd.Completed)
            : new FrameRead(ReadEnd.Gone);

    private async ValueTask<ValueWebSocketReceiveResult> WaitAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_receiving is null)
        {
            var receive = socket.ReceiveAsync(destination, CancellationToken.None);
            if (receive.IsCompletedSuccessfully)
            {
                return receive.Result;
            }

            _receiving = receive.AsTask();
        }

        var result = await _receiving.WaitAsync(cancellationToken);
        _receiving = null;
        return result;
    }

    // Nothing, while waiting for a message to begin: a receive without space only reports that one has begun. Otherwise at most about twice
    // as much as has arrived, whatever length the client announces.
    private Memory<byte> FindSpace()
    {
        if (_receiving is not null)
        {
            return Memory<byte>.Empty;
        }

        var held = _end - _start;
        if (held == 0)
        {
            (_start, _end) = (0, 0);
            if (!_isWithinMessage || _buffer.Length > MinBufferBytes)
            {
                Release();
            }

            if (!_isWithinMessage)
            {
                return Memory<byte>.Empty;
            }
        }

        if (_end == _buffer.Length)
        {
            var former = _buffer;
            _buffer = held <= former.Length / 2 && held > 0 ? former : ArrayPool<byte>.Shared.Rent(Math.Max(MinBufferBytes, 2 * held));
            former.AsSpan(_start, held).CopyTo(_buffer);
            (_start, _end) = (0, held);
            if (_buffer != former && former.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(former);
            }
        }

        return _buffer.AsMemory(_end);
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private uint Length() => BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 1));

    private bool TryTake(out FrameRead frame)
    {
        frame = default;
        if (_end - _start < FramePrefix.Bytes)
        {
            return false;
        }

        var length = Length();
        if (_buffer[_start] != 0 || length > ProtocolLimits.FrameBytes)
        {
            frame = _buffer[_start] != 0 ? Compressed : new FrameRead(ReadEnd.TooLarge);
            return true;
        }

        var end = _start + FramePrefix.Bytes + (int)length;
        if (end > _end)
        {
            return false;
        }

        frame = new FrameRead(new ReadOnlySequence<byte>(_buffer, _start + FramePrefix.Bytes, (int)length), ReadEnd.None);
        _start = end;
        return true;
    }
}
