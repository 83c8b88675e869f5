using System.Buffers;

namespace Parley.Client.Wire;

/// <summary>
/// While earlier writes are on their way to the socket, collects later ones, then sends those in one piece. A single frame is sent at once.
/// When <see cref="MaxCollected"/> bytes are collected, a flush waits.
/// </summary>
internal sealed class BatchingStream(Stream inner, CancellationToken cancellationToken) : WriteOnlyStream
{
    /// <summary>How many bytes may wait for the socket before a flush waits for it, too.</summary>
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

        // Outside the gate: the pump runs right here, into the socket, up to its first wait.
        _pump = PumpAsync();
        return Task.CompletedTask;
    }

    /// <summary>Completes when the socket has accepted everything.</summary>
    public async Task DrainAsync()
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        if (_failure is not null)
        {
            throw new IOException("The stream broke.", _failure);
        }
    }

    /// <summary>Sends what is collected until nothing is left. If that fails, the next flush throws the failure.</summary>
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

    /// <summary>Takes what was collected.</summary>
    /// <returns>False if there is nothing to send. The first flush has no bytes but must go through: it sends the request's
    /// headers.</returns>
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
