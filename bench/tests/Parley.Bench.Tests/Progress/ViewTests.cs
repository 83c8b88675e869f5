using Parley.Bench.Measuring;
using Parley.Bench.Planning;
using Parley.Bench.Progress;
using Spectre.Console;

namespace Parley.Bench.Tests.Progress;

public sealed class ViewTests
{
    private static readonly Plan Plan = new Planner(Samples.Catalog, new() { Workloads = ["W1-100"] }).Plan();

    [Fact]
    public async Task Terminal_Progress_ShowsCurrentAndFinishedRuns()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(
            new() { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
        console.Profile.Width = 150;

        await RunAsync(new TerminalView(console));

        Assert.Contains("parley          1/3  Deliveries/s 4.00 M, CPU per delivery 0.50 µs, p99 1.00 ms", output.ToString());
        Assert.Contains("Failed: [it] crashed", output.ToString());
    }

    [Fact]
    public async Task Plain_Progress_PrintsStartAndEndOfEachRun()
    {
        using var output = new StringWriter();

        await RunAsync(new PlainView(output));

        Assert.Contains("... W1-100 · parley · round 1/3 · run 1/9 · about 40 s left", output.ToString());
        Assert.Contains("Failed: [it] crashed", output.ToString());
    }

    private static Task RunAsync(IView view) => view.ShowAsync(Plan, () =>
    {
        view.Starting(Plan.Runs[0], 1, TimeSpan.FromSeconds(40));
        view.Finished(Plan.Runs[0], 1, Samples.Run("parley", 1, 4e6));
        view.Starting(Plan.Runs[1], 2, TimeSpan.FromSeconds(30));
        view.Finished(Plan.Runs[1], 2, Samples.Without("go", 1, Outcome.Failed, "[it] crashed"));
        return Task.CompletedTask;
    });
}
