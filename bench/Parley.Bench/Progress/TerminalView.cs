using Parley.Bench.Measuring;
using Parley.Bench.Planning;
using Spectre.Console;

namespace Parley.Bench.Progress;

/// <summary>Shows a progress bar with the current run and the remaining time, below the lines of finished runs.</summary>
internal sealed class TerminalView(IAnsiConsole console) : IView
{
    private ProgressTask? _task;

    public void WriteLine(string line) => console.MarkupLineInterpolated($"{line}");

    public Task ShowAsync(Plan plan, Func<Task> work) => console.Progress().AutoClear(true)
        .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(async context =>
        {
            _task = context.AddTask("starting", maxValue: plan.Runs.Count);
            await work();
        });

    public void Starting(PlannedRun run, int number, TimeSpan remaining)
    {
        _task!.Description = Markup.Escape(RunText.Starting(run, number, (int)_task.MaxValue, remaining));
        _task.Value = number - 1;
    }

    public void Finished(PlannedRun run, int number, RunResult result)
    {
        var style = result.Outcome == Outcome.Measured ? "default" : "yellow";
        console.MarkupLine($"[{style}]{Markup.Escape(RunText.Finished(run, result))}[/]");
        _task!.Value = number;
    }
}
