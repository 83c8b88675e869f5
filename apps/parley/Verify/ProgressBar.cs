using Parley.Storage.Sqlite;
using Spectre.Console;

namespace Parley.Command.Verify;

/// <summary>A bar on the terminal while something takes its time; nothing where there is no terminal.</summary>
internal sealed class ProgressBar : IProgress<LogProgress>
{
    private readonly ProgressTask _task;

    private ProgressBar(ProgressTask task) => _task = task;

    /// <summary>Runs the work, with a bar that is gone afterwards.</summary>
    public static T Show<T>(Func<IProgress<LogProgress>?, T> work) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? work(null)
            : AnsiConsole.Progress().AutoClear(true).Start(context => work(new ProgressBar(context.AddTask("log", maxValue: 1))));

    public void Report(LogProgress value)
    {
        _task.Description = Markup.Escape(value.Step);
        _task.IsIndeterminate = value.Done is null;
        _task.Value = value.Done ?? 0;
    }
}
