namespace Parley.Storage.Sqlite.Threads;

/// <summary>Work for threads that sleep while there is none.</summary>
internal sealed class WorkQueue<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly Queue<T> _items = new();
    private bool _isClosed;

    /// <summary>Adds an item; false if the queue is closed.</summary>
    public bool TryAdd(T item)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _items.Enqueue(item);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for the next item; <c>null</c> once the queue is closed and empty.</summary>
    public T? Take()
    {
        _ = TryTake(Timeout.InfiniteTimeSpan, out var item);
        return item;
    }

    /// <summary>Waits for the next item, but not forever.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="item">The item; <c>null</c> once the queue is closed and empty.</param>
    /// <returns>False if nothing has happened in that time.</returns>
    public bool TryTake(TimeSpan limit, out T? item)
    {
        lock (_gate)
        {
            while (_items.Count == 0 && !_isClosed)
            {
                if (!Monitor.Wait(_gate, limit))
                {
                    item = null;
                    return false;
                }
            }

            _ = _items.TryDequeue(out item);
            return true;
        }
    }

    /// <summary>Accepts no more items; those already added are still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
