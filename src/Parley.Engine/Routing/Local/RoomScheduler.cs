namespace Parley.Engine.Routing.Local;

/// <summary>
/// Runs the work of one room on the thread pool: one task or continuation at a time, in the order in which they became ready.
/// </summary>
/// <remarks>An idle scheduler takes two small objects, so a node can have hundreds of thousands.</remarks>
internal sealed class RoomScheduler : TaskScheduler, IThreadPoolWorkItem
{
    // So that a busy room lets others have its thread now and then.
    private const int MaxTasksInTurn = 32;

    // A queue that has grown in a burst is not kept.
    private const int MaxIdleCapacity = 8;

    private readonly Queue<Task> _tasks = new();
    private bool _isRunning;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>A turn of the thread pool. Called by it only.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < MaxTasksInTurn; i++)
        {
            if (TakeNext() is not { } task)
            {
                return;
            }

            TryExecuteTask(task);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <inheritdoc/>
    /// <returns>Always false: work that began in the middle of other work would not find the room between two steps.</returns>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private Task? TakeNext()
    {
        lock (_tasks)
        {
            if (_tasks.TryDequeue(out var task))
            {
                return task;
            }

            if (_tasks.Capacity > MaxIdleCapacity)
            {
                _tasks.TrimExcess();
            }

            _isRunning = false;
            return null;
        }
    }
}
