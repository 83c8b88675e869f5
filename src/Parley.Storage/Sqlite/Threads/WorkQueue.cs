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
        lock (_gate)
        {
            while (_items.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            return _items.TryDequeue(out var item) ? item : null;
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
