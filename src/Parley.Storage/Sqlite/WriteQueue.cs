namespace Parley.Storage.Sqlite;

/// <summary>What the writing thread still has to write. That thread sleeps while there is nothing, and does not spin.</summary>
internal sealed class WriteQueue
{
    private readonly object _gate = new();
    private readonly Queue<WriteRequest> _requests = new();
    private bool _closed;

    /// <summary>False if the queue is closed.</summary>
    public bool TryAdd(WriteRequest request)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _requests.Enqueue(request);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>The next request, as soon as there is one; <c>null</c> once the queue is closed and empty.</summary>
    public WriteRequest? Take()
    {
        lock (_gate)
        {
            while (_requests.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            return _requests.TryDequeue(out var request) ? request : null;
        }
    }

    /// <summary>Takes no more; what was added is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }
}
