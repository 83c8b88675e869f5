using Parley.Bench.Measuring;
using Parley.Bench.Reporting;

namespace Parley.Bench.Tests.Reporting;

public sealed class MarkdownReportTests
{
    [Fact]
    public void Text_MeasuredCell_HasMedianSpreadAndRatio()
    {
        var text = Text(
            Samples.Run("parley", 1, 4e6), Samples.Run("parley", 2, 5e6), Samples.Run("parley", 3, 6e6),
            Samples.Run("go", 1, 2e6), Samples.Run("go", 2, 2.5e6), Samples.Run("go", 3, 3e6));

        Assert.Contains("| **The parley** | 5.00 M (4.00–6.00) | 0.50 µs (0.50–0.50) | 1.00 ms (1.00–1.00) | 1 | 3/3 |", text);
        Assert.Contains("| The go | 2.50 M (2.00–3.00) | 0.50 µs (0.50–0.50) | 1.00 ms (1.00–1.00) | 0.50 | 3/3 |", text);
    }

    [Fact]
    public void Text_FailedCell_HasReason()
    {
        var text = Text(
            Samples.Run("parley", 1, 4e6), Samples.Without("go", 1, Outcome.Failed, "the server ended with exit code 3: out of memory"));

        Assert.Contains("| The go | failed | – | – | – | 0/1 |", text);
        Assert.Contains("- The go: the server ended with exit code 3: out of memory", text);
    }

    [Fact]
    public void Text_UnavailableServer_HasReason()
    {
        var results = Samples.Results(
            Samples.Run("parley", 1, 4e6), Samples.Without("redis", 1, Outcome.NotAvailable, "not available: its build failed"));

        var text = MarkdownReport.Text(Samples.Report(results, ("redis", "its build failed")));

        Assert.Contains("- redis: its build failed", text);
        Assert.Contains("| The redis | not available | – | – | – | 0/1 |", text);
    }

    [Fact]
    public void Text_GeneratorLimit_IsMarkedAndNotCompared()
    {
        var text = Text(
            Samples.Run("parley", 1, 4e6),
            Samples.Run("go", 1, 9e6) with { Outcome = Outcome.GeneratorLimit, Reason = "the generator was busy 98 %" });

        Assert.Contains("| The go | 9.00 M † | 0.50 µs † | 1.00 ms † | – | 0/1 |", text);
        Assert.Contains("- The go: the generator was busy 98 %", text);
        Assert.Contains("† The load generator was the limit: the server", text);
    }

    [Fact]
    public void Text_SomeFailedRounds_CountsTheOthers()
    {
        var text = Text(
            Samples.Run("parley", 1, 4e6), Samples.Run("go", 1, 2e6), Samples.Without("go", 2, Outcome.Faults, "3 faults: duplicated"));

        Assert.Contains("| The go | 2.00 M |", text);
        Assert.Contains("| 0.50 | 1/2 |", text);
        Assert.Contains("- The go: 1 of 2 rounds: 3 faults: duplicated", text);
    }

    [Fact]
    public void Text_MissedTarget_IsListed()
    {
        var text = Text(Samples.Run("parley", 1, 3e6), Samples.Run("go", 1, 2e6));

        Assert.Contains("0 of 1 targets reached, 1 missed, 0 not measured.", text);
        Assert.Contains("- W1-100: Deliveries/s ≥ 2.00 × go's; measured 1.50 ×.", text);
        Assert.Contains("| W1-100 | Deliveries/s ≥ 2.00 × go's | 1.50 × | MISSED |", text);
    }

    [Fact]
    public void Text_EqualP99_HasServersWithinTheLimit()
    {
        var text = Text(
            Samples.Run("parley", 1, 3e6, p99: 500), Samples.Run("go", 1, 2e6, p99: 900), Samples.Run("redis", 1, 1e6, p99: 400));

        Assert.Contains("| The redis | 1.00 M | 400 µs | W1-100 |", text);
        Assert.Contains("| The go | slower in every run | – | – |", text);
    }

    [Fact]
    public void Text_BusyMachine_Warns()
    {
        var run = Samples.Run("parley", 1, 3e6);

        Assert.Contains(
            "**That is a lot: the figures are too low",
            Text(run with { Figures = new Dictionary<string, double>(run.Figures) { ["othersCpuShare"] = 1.2 } }));
    }

    [Fact]
    public void Text_InterruptedSession_Warns() => Assert.Contains(
        "**The session was interrupted",
        MarkdownReport.Text(Samples.Report(Samples.Results(Samples.Run("parley", 1, 3e6))) with { Interrupted = true }));

    [Fact]
    public void Text_PipeInText_IsEscaped() => Assert.Contains("A \\| CPU, 2 cores", Text(Samples.Run("parley", 1, 3e6)));

    private static string Text(params RunResult[] runs) => MarkdownReport.Text(Samples.Report(Samples.Results(runs)));
}
