namespace Parley.Storage.Sqlite.Reading;

/// <summary>
/// Lets reads run beside each other, and holds them up for a moment when the writer needs the database without readers: a write-ahead log
/// can only begin anew if no read is using it, and where reads overlap there is always one.
/// </summary>
internal sealed class ReaderGate
{
    private readonly object _gate = new();
    private int _reading;
    private bool _isClosed;

    /// <summary>A read begins. Waits while the gate is closed.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            while (_isClosed)
            {
                Monitor.Wait(_gate);
            }

            _reading++;
        }
    }

    /// <summary>A read has ended.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_reading == 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Runs an action while no read runs. Does nothing if the running reads take longer than a limit.</summary>
    /// <returns>False if the action did not run.</returns>
    public bool TryRunAlone(Action action, TimeSpan limit)
    {
        lock (_gate)
        {
            _isClosed = true;
            try
            {
                var deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
                while (_reading > 0)
                {
                    var rest = deadline - Environment.TickCount64;
                    if (rest <= 0 || !Monitor.Wait(_gate, (int)rest))
                    {
                        return false;
                    }
                }

                action();
                return true;
            }
            finally
            {
                _isClosed = false;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
