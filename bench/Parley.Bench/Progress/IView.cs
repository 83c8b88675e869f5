using Parley.Bench.Measuring;
using Parley.Bench.Planning;

namespace Parley.Bench.Progress;

/// <summary>What is seen while a session runs.</summary>
internal interface IView
{
    /// <summary>A line about something other than a run.</summary>
    void Say(string line);

    /// <summary>Shows the runs of a session while they are made.</summary>
    Task ShowAsync(Plan plan, Func<Task> work);

    /// <summary>A run begins.</summary>
    /// <param name="run">The run.</param>
    /// <param name="number">Its number in the session, from 1.</param>
    /// <param name="remaining">How long this and what follows takes.</param>
    void Starting(PlannedRun run, int number, TimeSpan remaining);

    /// <summary>A run ended.</summary>
    void Finished(PlannedRun run, int number, RunResult result);
}
