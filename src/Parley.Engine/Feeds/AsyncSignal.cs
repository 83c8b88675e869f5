using System.Threading.Tasks.Sources;

namespace Parley.Engine.Feeds;

/// <summary>
/// An auto-reset event for one waiter, without allocation. Wake-ups before a wait count as one. The waiter continues inside
/// <see cref="Wake"/>, on the caller's thread.
/// </summary>
public sealed class AsyncSignal : IWakeable, IValueTaskSource
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Pending = 2;

    private ManualResetValueTaskSourceCore<bool> _source;
    private int _state;

    /// <summary>Completes at the next wake-up, or at once if there was one since the last wait. One wait at a time.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Pending) == Pending)
        {
            return ValueTask.CompletedTask;
        }

        // Reset before the state is Waiting: from then on, Wake may set the result.
        _source.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
        {
            return new ValueTask(this, _source.Version);
        }

        // A wake-up came between the two exchanges. The state can only be Pending, and only this method changes it from there.
        Volatile.Write(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the current wait, or else the next one.</summary>
    public void Wake()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Pending:
                    return;
                case Idle when Interlocked.CompareExchange(ref _state, Pending, Idle) == Idle:
                    return;

                // Idle before the result is set: the waiter runs inside SetResult and may wait again there.
                case Waiting when Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting:
                    _source.SetResult(true);
                    return;
            }
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
