using System.Buffers;

namespace Parley.Client.Wire;

/// <summary>
/// Collects what is written while what was flushed before is on its way to the socket; then that goes out in one piece. A single frame
/// goes out at once. What may collect is limited by <see cref="MaxCollected"/>: then a flush waits.
/// </summary>
internal sealed class BatchingStream(Stream inner, CancellationToken cancellationToken) : WriteOnlyStream
{
    /// <summary>Bytes that may wait for the socket.</summary>
    public const int MaxCollected = 64 * 1024;

    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _collecting = new(1024);
    private ArrayBufferWriter<byte> _sending = new(1024);
    private Task _pump = Task.CompletedTask;
    private Exception? _failure;
    private bool _isPumping;
    private bool _hasFlushed;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _collecting.Write(buffer.Span);
        }

        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return Task.FromException(_failure);
            }

            if (_isPumping)
            {
                return _collecting.WrittenCount < MaxCollected ? Task.CompletedTask : _pump.WaitAsync(cancellationToken);
            }

            _isPumping = true;
        }

        // Outside the gate: it runs up to the first wait for the socket right here.
        _pump = PumpAsync();
        return Task.CompletedTask;
    }

    /// <summary>Completes when everything is with the socket.</summary>
    public async Task DrainAsync()
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        if (_failure is not null)
        {
            throw new IOException("The stream broke.", _failure);
        }
    }

    /// <summary>Sends what was collected, and what is collected meanwhile. Whoever flushes next is told a failure.</summary>
    private async Task PumpAsync()
    {
        try
        {
            while (TryTake())
            {
                await inner.WriteAsync(_sending.WrittenMemory, cancellationToken).ConfigureAwait(false);
                await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
                _sending.ResetWrittenCount();
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                (_failure, _isPumping) = (exception, false);
            }
        }
    }

    /// <summary>False when there is nothing. The first flush sends the request's headers, and is one without bytes.</summary>
    private bool TryTake()
    {
        lock (_gate)
        {
            (_collecting, _sending) = (_sending, _collecting);
            _isPumping = _sending.WrittenCount > 0 || !_hasFlushed;
            _hasFlushed = true;
            return _isPumping;
        }
    }
}
