namespace Parley.Engine.Tests.Simulation;

/// <summary>Runs one task at a time, in random order.</summary>
internal sealed class SimulatedScheduler(Random random) : TaskScheduler
{
    private readonly List<Task> _ready = [];

    /// <summary>Runs one of the tasks that are ready.</summary>
    /// <returns>False if none is ready.</returns>
    public bool RunOne()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        var index = random.Next(_ready.Count);
        var task = _ready[index];
        _ready.RemoveAt(index);
        TryExecuteTask(task);
        return true;
    }

    /// <summary>Starts an asynchronous function on this scheduler, on which it also continues after its awaits.</summary>
    public Task Start(Func<Task> run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    protected override void QueueTask(Task task) => _ready.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
