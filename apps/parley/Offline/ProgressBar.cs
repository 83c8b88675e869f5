using Parley.Server.Offline;
using Spectre.Console;

namespace Parley.Command.Offline;

/// <summary>A progress bar on the terminal. Without a terminal, nothing is shown.</summary>
internal sealed class ProgressBar : IProgress<OfflineProgress>
{
    private readonly ProgressTask _task;

    private ProgressBar(ProgressTask task) => _task = task;

    /// <summary>Runs the work and shows a bar, which disappears at the end.</summary>
    public static T Show<T>(Func<IProgress<OfflineProgress>?, T> work) =>
        Console.IsOutputRedirected || AnsiConsole.Profile.Capabilities is not { Interactive: true, Ansi: true }
            ? work(null)
            : Show(work, ProgressConsole.Create(Console.Out));

    /// <summary>Runs the work and shows a bar on a console.</summary>
    public static T Show<T>(Func<IProgress<OfflineProgress>?, T> work, IAnsiConsole console) =>
        console.Progress().AutoClear(true).Start(context => work(new ProgressBar(context.AddTask("log", maxValue: 1))));

    public void Report(OfflineProgress value)
    {
        _task.Description = Markup.Escape(value.Step);
        _task.IsIndeterminate = value.Done is null;
        _task.Value = value.Done ?? 0;
    }
}
