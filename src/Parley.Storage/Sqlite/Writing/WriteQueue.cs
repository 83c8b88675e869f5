namespace Parley.Storage.Sqlite.Writing;

/// <summary>Requests for the writer's thread, which sleeps while there are none instead of spinning.</summary>
internal sealed class WriteQueue
{
    private readonly object _gate = new();
    private readonly Queue<WriteRequest> _requests = new();
    private bool _closed;

    /// <summary>Adds a request; false if the queue is closed.</summary>
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

    /// <summary>Waits for the next request; <c>null</c> once the queue is closed and empty.</summary>
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

    /// <summary>Accepts no more requests; those already added are still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }
}
