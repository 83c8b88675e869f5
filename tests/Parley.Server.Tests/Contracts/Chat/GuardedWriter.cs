using System.IO.Pipelines;

namespace Parley.Server.Tests.Contracts.Chat;

/// <summary>
/// Counts every call that begins before another has ended. A flush ends when its task completes. A call that cancels a flush is not
/// counted: it is meant to come during the flush.
/// </summary>
internal sealed class GuardedWriter(PipeWriter inner, WriterGuard guard) : PipeWriter
{
    private int _busy;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes)
    {
        Enter();
        inner.Advance(bytes);
        Exit();
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Enter();
        var memory = inner.GetMemory(sizeHint);
        Exit();
        return memory;
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Enter();
        var span = inner.GetSpan(sizeHint);
        Exit();
        return span;
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Enter();
        guard.Flushed();
        try
        {
            return await inner.FlushAsync(cancellationToken);
        }
        finally
        {
            Exit();
        }
    }

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            return await inner.WriteAsync(source, cancellationToken);
        }
        finally
        {
            Exit();
        }
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private void Enter()
    {
        if (Interlocked.Increment(ref _busy) > 1)
        {
            guard.Overlapped();
        }
    }

    private void Exit() => Interlocked.Decrement(ref _busy);
}
