using Parley.Bench.Measuring;
using Parley.Bench.Planning;

namespace Parley.Bench.Progress;

/// <summary>Shows the progress of a session.</summary>
internal interface IView
{
    /// <summary>Shows a line that is not about a run.</summary>
    void WriteLine(string line);

    /// <summary>Shows progress while the runs of a session are in progress.</summary>
    Task ShowAsync(Plan plan, Func<Task> work);

    /// <summary>A run begins.</summary>
    /// <param name="run">The run.</param>
    /// <param name="number">Its number in the session, from 1.</param>
    /// <param name="remaining">The estimated time for this run and all that follow.</param>
    void Starting(PlannedRun run, int number, TimeSpan remaining);

    /// <summary>A run ended.</summary>
    void Finished(PlannedRun run, int number, RunResult result);
}
