namespace Parley.Engine.Tests.Simulation;

internal sealed class SimulatedTimer(Action fire, List<SimulatedTimer> all) : ITimer
{
    public void Fire() => fire();

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose() => all.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
