using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Parley.Server.Transports.WebSockets;

/// <summary>
/// Sends what is written between two flushes as one binary message. Has one writer; only <see cref="CancelPendingFlush"/> may be called
/// from other threads. A writer that has nothing to send holds no buffer.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="gone">Fires when the client is gone.</param>
internal sealed class WebSocketOutput(WebSocket socket, CancellationToken gone) : PipeWriter
{
    private const int MinBufferBytes = 1_024;

    private static readonly FlushResult Sent = new(isCanceled: false, isCompleted: false);
    private static readonly FlushResult Cancelled = new(isCanceled: true, isCompleted: false);
    private static readonly FlushResult Gone = new(isCanceled: false, isCompleted: true);

    private readonly Lock _gate = new();
    private byte[] _buffer = [];
    private int _length;

    // Continues after its flush was cancelled: cancelling it would break the connection.
    private Task _sending = Task.CompletedTask;
    private TaskCompletionSource? _waiting;
    private bool _isCancelled;

    private bool IsGone => gone.IsCancellationRequested || socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived);

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _buffer.Length - _length);
        _length += bytes;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_buffer.Length - _length < Math.Max(1, sizeHint))
        {
            Grow(sizeHint);
        }

        return _buffer.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (IsGone)
        {
            return new ValueTask<FlushResult>(Gone);
        }

        if (!_sending.IsCompleted)
        {
            return FlushAfterAsync(_sending);
        }

        if (_length == 0)
        {
            return new ValueTask<FlushResult>(Sent);
        }

        var send = Send();
        if (send.IsCompletedSuccessfully)
        {
            return new ValueTask<FlushResult>(TakeCancellation() ? Cancelled : Sent);
        }

        _sending = send;
        return WaitAsync(send);
    }

    public override void CancelPendingFlush()
    {
        lock (_gate)
        {
            _isCancelled = _waiting is null || !_waiting.TrySetResult();
        }
    }

    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Waits for the send in progress, then sends what is left.</summary>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The client did not read it in time.</exception>
    public async Task SendRestAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        if (_length > 0)
        {
            await Send().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Sends the buffer, and returns it to the pool once it is sent.</summary>
    private Task Send()
    {
        var (buffer, length) = (_buffer, _length);
        (_buffer, _length) = ([], 0);
        var send = socket.SendAsync(
            buffer.AsMemory(0, length), WebSocketMessageType.Binary, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
        if (send.IsCompletedSuccessfully)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return Task.CompletedTask;
        }

        return ReturnAfterAsync(send, buffer);
    }

    private static async Task ReturnAfterAsync(ValueTask send, byte[] buffer)
    {
        // After a failure, the buffer may still be in use, so it is left to the garbage collector.
        await send;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private async ValueTask<FlushResult> FlushAfterAsync(Task sending)
    {
        var result = await WaitAsync(sending);
        return result.IsCompleted || result.IsCanceled ? result : await FlushAsync(CancellationToken.None);
    }

    private async ValueTask<FlushResult> WaitAsync(Task sending)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isCancelled)
            {
                _isCancelled = false;
                return Cancelled;
            }

            _waiting = waiting;
        }

        await Task.WhenAny(sending, waiting.Task);
        lock (_gate)
        {
            _waiting = null;
        }

        return waiting.Task.IsCompleted ? Cancelled : sending.IsCompletedSuccessfully ? Sent : Gone;
    }

    private bool TakeCancellation()
    {
        lock (_gate)
        {
            var isCancelled = _isCancelled;
            _isCancelled = false;
            return isCancelled;
        }
    }

    private void Grow(int sizeHint)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinBufferBytes, Math.Max(_length + sizeHint, 2 * _length)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
