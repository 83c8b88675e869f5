using Parley.Bench.Measuring;
using Parley.Bench.Planning;

namespace Parley.Bench.Progress;

/// <summary>Prints lines, for output that is not a terminal.</summary>
internal sealed class PlainView(TextWriter output) : IView
{
    private int _total;

    public void WriteLine(string line) => output.WriteLine(line);

    public Task ShowAsync(Plan plan, Func<Task> work)
    {
        _total = plan.Runs.Count;
        return work();
    }

    public void Starting(PlannedRun run, int number, TimeSpan remaining) =>
        output.WriteLine($"... {RunText.Starting(run, number, _total, remaining)}");

    public void Finished(PlannedRun run, int number, RunResult result) => output.WriteLine(RunText.Finished(run, result));
}
